import { loadCatalog } from "../catalog/load-catalog.js"
import { placedChecks, type Catalog } from "../engine/catalog.js"
import { CourseError } from "../errors/course-error.js"
import { renderChapter, renderPieces } from "../notes/terminal/render-chapter.js"
import type { LookOptions } from "../notes/terminal/look.js"
import { oneLine } from "../reporters/escape.js"
import type { Front } from "../runner/front.js"
import type { Known } from "../runner/known.js"
import type { Model } from "../runner/model.js"
import { outlineOf, type Outline } from "../runner/outline.js"
import { PlainFront } from "../runner/plain/plain-front.js"
import type { Progress } from "../runner/progress.js"
import { progressStore } from "../runner/progress-store.js"
import { TerminalFront } from "../runner/screen/terminal-front.js"
import { startSession } from "../runner/session.js"
import { isDone, stateOf } from "../runner/step-state.js"
import { firstOpen } from "../runner/way.js"
import { askQuestion } from "./ask-question.js"
import { fittingCode } from "./fitting-code.js"
import { connectedObserver, transportsOf, type Told } from "./observer.js"
import { ownChapter, stepsOfChapter } from "./own-chapter.js"
import { findQuestion, questionsOf } from "./questions.js"
import type { Session } from "./session.js"
import { nextHint } from "./step-hints.js"
import { colorLevel, unicodeOf, widthOf } from "./streams.js"
import { studentFiles } from "./student-file.js"
import { startBlock } from "./start-block.js"

export interface RunCourseOptions {
  session: Session
  /** A block, an exercise or a step; where the student left off without it. */
  word: string | undefined
  plain: boolean
  askSudo: boolean
  signal: AbortSignal
}

/** Runs the interactive session: the one place that puts notes, hosts, terminal and progress together for it. */
export async function runCourse({ session, word, plain, askSudo, signal }: RunCourseOptions): Promise<void> {
  const early: string[] = []
  const store = progressStore(session.workspace.folder, (message) => early.push(message))
  const progress = await store.read()
  const block = startBlock(word, progress)
  const [catalog, chapter] = await Promise.all([loadCatalog({ words: [block] }), ownChapter(session, block)])
  const outline = outlineOf(catalog, block, session.context)
  if (!outline) throw new CourseError("COURSE_UNKNOWN_ID", `There is no ${block}.`)
  const notes = stepsOfChapter(chapter)

  const terminal = plain || !process.stdout.isTTY || !process.stdin.isTTY ? undefined : process.stdout
  const look: LookOptions = { color: colorLevel(process.stdout) && !plain, unicode: unicodeOf(), plain: !terminal }
  const render: typeof renderPieces = (pieces, options) => fittingCode(renderPieces(pieces, options), options.columns)
  const text = lastOf((step: string, columns: number) => render(notes.get(step)?.pieces ?? [], { ...look, columns }))
  const pages = lastOf((_: string, columns: number) => renderChapter(chapter, { ...look, columns }))
  const shared = {
    text,
    chapter: (columns: number) => pages("", columns),
    render: (pieces: Parameters<typeof renderPieces>[0], columns: number) => render(pieces, { ...look, columns }),
  }
  const front: Front = terminal
    ? new TerminalFront({ ...shared, input: process.stdin, output: terminal, style: look })
    : new PlainFront({
        ...shared,
        input: process.stdin,
        output: process.stdout,
        width: widthOf(process.stdout),
        ...look,
      })

  let notice = (message: string): unknown => early.push(message)
  const observer = connectedObserver(session, { progress: toldIn(front, (line) => notice(line)), askSudo, signal })
  const files = studentFiles(observer.connection, signal)
  try {
    const running = startSession({
      model: firstModel(outline, progress, word),
      front,
      store,
      placed: placedChecks(catalog, session.context.track),
      context: session.context,
      look: async (plan, onObservation) => void (await observer.observeAgain(plan, onObservation)),
      signal,
      doings: {
        hint: async (model) => {
          const step = model.outline.steps[model.at]
          if (!step) return undefined
          const sources = { catalog, outline, notes, readFile: files }
          return await nextHint(sources, { step, known: model.known, progress: await store.read() })
        },
        shell: (role) =>
          told(async () => {
            const { hostShell } = await import("../shell/host-shell.js")
            await hostShell(role, {
              inventory: session.inventory,
              transports: transportsOf(session, { askSudo }),
              connection: await observer.connection(role),
              signal,
              note: (line) => notice(line),
            })
          }),
        ask: (check) => told(() => ask(session, catalog, check)),
      },
    })
    notice = running.notice
    for (const message of early) running.notice(message)
    await running.over
  } finally {
    await observer.close()
  }
}

/** Where to begin, with what the workspace remembers. */
function firstModel(outline: Outline, progress: Progress, word: string | undefined): Model {
  const known = new Map<string, Known>(Object.entries(progress.checks))
  const facts = { outline, known, marks: progress.steps }
  const named = outline.steps.findIndex(({ id, exercise }) => id === word || exercise.id === word)
  const left = outline.steps.findIndex(({ id }) => id === progress.place?.step)
  const at = named >= 0 ? named : left >= 0 ? left : (firstOpen(facts) ?? 0)
  const step = outline.steps[at]
  // A step that was asked for by name stays; the one that was left moves on should it have turned green meanwhile.
  const stay = named >= 0 && step !== undefined && isDone(stateOf(step, facts))
  return { ...facts, at, stay, mode: { kind: "step" }, notices: [], scroll: 0 }
}

/** Carries something out on the terminal and turns a failure of it into a line for the person. */
async function told(work: () => Promise<string | void>): Promise<string | undefined> {
  try {
    return (await work()) ?? undefined
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") return "The question was left unanswered."
    if (!(error instanceof CourseError) || error.code === "COURSE_INTERRUPTED") throw error
    return oneLine([error.message, error.hint].filter(Boolean).join(" "))
  }
}

async function ask({ workspace, context }: Session, catalog: Catalog, check: string): Promise<string | undefined> {
  const asked = findQuestion(questionsOf(catalog, context, await workspace.readAnswers()), check)
  await workspace.saveAnswer(check, await askQuestion(asked, asked.question.text(context)))
  return undefined
}

/** What the observer says goes into the session; its questions get the terminal. */
function toldIn(front: Front, say: (line: string) => unknown): Told {
  const nothing = (): void => undefined
  return {
    say: (line) => void say(line),
    pause: () => front.suspend(),
    resume: () => front.resume(),
    start: nothing,
    doing: nothing,
    judged: nothing,
    stop: nothing,
  }
}

/** Remembers the last result: a screen is drawn more often than its text changes. */
function lastOf<Result>(work: (name: string, width: number) => Result): (name: string, width: number) => Result {
  let last: { name: string; width: number; result: Result } | undefined
  return (name, width) => {
    if (last?.name !== name || last.width !== width) last = { name, width, result: work(name, width) }
    return last.result
  }
}
