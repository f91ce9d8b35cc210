import { loadCatalog } from "../catalog/load-catalog.js"
import type { Catalog } from "../engine/catalog.js"
import { judgePlan } from "../engine/judge.js"
import { CourseError } from "../errors/course-error.js"
import type { Hint } from "../runner/hint.js"
import { knownOf, learnt, type Known } from "../runner/known.js"
import { outlineOf, type Outline, type OutlineStep } from "../runner/outline.js"
import { progressStore } from "../runner/progress-store.js"
import { planChecks } from "../catalog/plan-checks.js"
import { connectedObserver } from "./observer.js"
import { ownChapter, stepsOfChapter } from "./own-chapter.js"
import { Progress } from "./progress.js"
import { selectChecks } from "../catalog/select-checks.js"
import type { Session } from "./session.js"
import { nextHint } from "./step-hints.js"
import { studentFiles } from "./student-file.js"

export interface HintRunOptions {
  session: Session
  /** A step or a check. */
  word: string
  rung: number | undefined
  askSudo: boolean
  warn: (message: string) => void
  signal: AbortSignal
}

/** Looks at a step, only passively, and gives the next hint for it; no hint where all of it passes. */
export async function runHint(options: HintRunOptions): Promise<{ step: string; hint: Hint | undefined }> {
  const { session, word, rung, askSudo, warn, signal } = options
  const catalog = await loadCatalog({ words: [word] })
  const { step, outline } = placeOf(catalog, session, word)
  const store = progressStore(session.workspace.folder, warn)
  const [progress, chapter] = await Promise.all([store.read(), ownChapter(session, outline.block.id)])
  const observer = connectedObserver(session, { progress: new Progress(), askSudo, signal })
  try {
    const seen = step.checks.length === 0 ? {} : await look(options, catalog, observer)
    const known = new Map<string, Known>(Object.entries(progress.checks))
    for (const [id, news] of Object.entries(seen)) known.set(id, remembered(known.get(id), news))
    await store.apply([{ kind: "seen", checks: seen }])
    const hint = await nextHint(
      {
        catalog,
        outline,
        notes: stepsOfChapter(chapter),
        readFile: studentFiles(observer.connection, signal),
      },
      {
        step,
        known,
        progress,
        rung,
        check: step.id === word ? undefined : word,
        old: oldWords(step, seen, known),
      },
    )
    const at = new Date().toISOString()
    if (hint) await store.apply([{ kind: "hint", check: hint.check, rung: hint.rung, at }])
    await store.flush()
    return { step: step.id, hint }
  } finally {
    await observer.close()
  }
}

async function look(
  { session, word }: HintRunOptions,
  catalog: Catalog,
  observer: ReturnType<typeof connectedObserver>,
): Promise<Record<string, Known>> {
  const plan = planChecks(catalog, session.context, { words: [word], hosts: [], passive: true, quick: true })
  const { observations } = await observer.observeAgain(plan)
  const at = new Date().toISOString()
  return Object.fromEntries(
    judgePlan(plan.checks, observations, plan.context).flatMap((judged) => {
      const known = knownOf(judged, at)
      return known ? [[judged.planned.check.id, known] as const] : []
    }),
  )
}

/** What could not be seen this time is told as it was seen last. */
function remembered(before: Known | undefined, news: Known): Known {
  return before && news.standing === "error" ? before : learnt(before, news)
}

function oldWords(
  { checks }: OutlineStep,
  seen: Readonly<Record<string, Known>>,
  known: ReadonlyMap<string, Known>,
): string | undefined {
  const unseen = checks.find(({ id }) => seen[id]?.standing === "error" && known.get(id)?.standing !== "error")
  const news = unseen && seen[unseen.id]
  const then = unseen && known.get(unseen.id)?.at
  // What it waited for is what could not be seen.
  const why = (news?.waitsFor === undefined ? news : (seen[news.waitsFor] ?? news))?.message
  if (then === undefined) return undefined
  return `Nothing could be seen just now (${why ?? "no reason was given"}). This is from ${then.replace("T", " ").slice(0, 16)} UTC.`
}

function placeOf(catalog: Catalog, { context }: Session, word: string): { step: OutlineStep; outline: Outline } {
  for (const { id: block } of catalog.blocks) {
    const outline = outlineOf(catalog, block, context)
    const step = outline?.steps.find(({ id, checks }) => id === word || checks.some((check) => check.id === word))
    if (outline && step) return { step, outline }
  }
  // Tells what is unknown, with the nearest that is known.
  selectChecks(catalog, context.track, [word])
  throw new CourseError("COURSE_USAGE", `${word} is more than one step.`, {
    hint: "Name a step or a check: `course hint 2.1.3`, `course hint b2.identity`.",
  })
}
