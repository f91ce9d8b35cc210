import { homedir } from "node:os"
import { loadCatalog } from "../../catalog/load-catalog.js"
import { planChecks } from "../../catalog/plan-checks.js"
import type { Recording } from "../../engine/recording.js"
import type { CheckResult, Report } from "../../engine/report.js"
import { CourseError } from "../../errors/course-error.js"
import { makeSubmission } from "../../grading/submission/make-submission.js"
import { signManifest } from "../../grading/submission/sign.js"
import { chooseSigningKey } from "../../grading/submission/signing-key.js"
import { parseSshSignature } from "../../grading/submission/ssh-signature.js"
import { BUNDLE_SUFFIX } from "../../grading/submission/format.js"
import { expandPath } from "../../inventory/paths.js"
import { oneLine } from "../../reporters/escape.js"
import { runChecks } from "../check-run.js"
import type { InventoryChoice } from "../inventory-flags.js"
import { noteResults } from "../note-results.js"
import { connectedObserver } from "../observer.js"
import { Progress } from "../progress.js"
import { judgeRecording, readRecording } from "../recording-file.js"
import { openSession, type Session } from "../session.js"
import { knownSecrets } from "./known-secrets.js"
import { readTranscript } from "./read-transcript.js"
import { writeBundle } from "./write-bundle-file.js"

export interface SubmitChoice extends InventoryChoice {
  words: readonly string[]
  output?: string | undefined
  key?: string | undefined
  student?: string | undefined
  note?: string | undefined
  transcript?: string | undefined
  recording?: string | undefined
  passive: boolean
  askSudo: boolean
}

/** What was handed in, for `--json`. */
export interface Submitted {
  file: string
  id: string
  signedWith: string
  rules: string
  score: Report["score"]
  summary: Report["summary"]
  records: readonly { name: string; length: number; sha256: string }[]
}

/** Observes or reads, signs, writes. */
export async function submit(
  choice: SubmitChoice,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<Submitted> {
  refuseWhatNoManifestTakes(choice)
  const transcript = choice.transcript === undefined ? undefined : await readTranscript(choice.transcript)
  const session = await sessionFor(choice, say)
  const key = await chooseSigningKey({
    ...keysOf(session),
    named: choice.key && expandPath(choice.key, process.cwd()),
    home: homedir(),
  })
  const { recording, report } = await outcomeFor(choice, session, { signal, say })
  const made = await makeSubmission(
    {
      recording,
      report,
      transcript,
      words: choice.words,
      student: choice.student,
      note: choice.note,
      secrets: session ? await knownSecrets(session.inventory) : [],
    },
    (manifest) => signManifest(manifest, key, signal),
  )
  const file = choice.output ?? defaultName()
  await writeBundle(file, made.bytes)
  const { fingerprint } = parseSshSignature(made.signature)
  const { score, summary, rules } = report
  say(`${report.blocks.join(", ")}: ${score.earned} of ${score.possible} points by your own look.`)
  if (summary.error > 0)
    say(`${summary.error} checks could not be observed; they count for nothing, and against nobody.`)
  say(`Signed with ${fingerprint}. Hand this file in as it is; one changed byte makes it worthless:`)
  return { file, id: made.id, signedWith: fingerprint, rules, score, summary, records: made.records }
}

function refuseWhatNoManifestTakes({ words, student, recording }: SubmitChoice): void {
  if (recording !== undefined && words.length > 0)
    throw new CourseError(
      "COURSE_USAGE",
      "A recording is handed in as a whole: it tells itself which blocks it is about.",
      {
        hint: "Leave the names away, or leave --recording away to look anew.",
      },
    )
  if (words.length > 200 || words.some((word) => word.length > 100))
    throw new CourseError("COURSE_USAGE", "These are too many names for one submission.", {
      hint: "Name whole blocks.",
    })
  if (student !== undefined && (student.trim() === "" || student.length > 200))
    throw new CourseError("COURSE_USAGE", "--student takes your id in the course's roster, up to 200 characters.")
}

/** A recording can be handed in from a folder without course.yaml. */
async function sessionFor(choice: SubmitChoice, say: (line: string) => void): Promise<Session | undefined> {
  try {
    return await openSession(choice, say)
  } catch (error) {
    const absent = error instanceof CourseError && error.code === "COURSE_CONFIG_MISSING"
    if (absent && choice.recording !== undefined && choice.inventory === undefined) return undefined
    throw error
  }
}

function keysOf(session: Session | undefined): { identityFiles: string[]; agentSocket: string | undefined } {
  const { dev, prod } = session?.inventory.hosts ?? {}
  const hosts = [dev, prod].flatMap((host) => (host?.transport === "ssh" ? [host] : []))
  return {
    identityFiles: [...new Set(hosts.flatMap(({ identityFiles }) => identityFiles))],
    agentSocket: hosts.find(({ identityAgent }) => identityAgent !== undefined)?.identityAgent,
  }
}

async function outcomeFor(
  { recording: file, words, passive, askSudo }: SubmitChoice,
  session: Session | undefined,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): Promise<{ recording: Recording; report: Report }> {
  const assisted = new Set(Object.keys((await session?.workspace.assisted.read()) ?? {}))
  if (file !== undefined || !session) {
    const recording = await readRecording(file ?? "")
    const { report, unknown } = await judgeRecording(recording)
    if (unknown.length > 0) say(`No longer part of the course, and left away: ${oneLine(unknown.join(", "))}.`)
    return { recording, report: withAssisted(report, assisted) }
  }
  const catalog = await loadCatalog({ words })
  const plan = planChecks(catalog, session.context, { words, hosts: [], passive, quick: false })
  const observer = connectedObserver(session, { progress: new Progress(), askSudo, signal })
  const outcome = await runChecks(plan, { rules: catalog.rules, observe: observer.observe, assisted })
  signal.throwIfAborted()
  await noteResults(session, outcome.judged, say)
  return outcome
}

function withAssisted(report: Report, assisted: ReadonlySet<string>): Report {
  const mark = (check: CheckResult): CheckResult =>
    check.status === "pass" && assisted.has(check.id) ? { ...check, assisted: true } : check
  return { ...report, checks: report.checks.map(mark) }
}

function defaultName(): string {
  return `course-${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, "-")}${BUNDLE_SUFFIX}`
}
