import type { Queries } from "../gradebook/database.js"
import type { GradingStore, Run, RunRequest, Student } from "../model.js"
import { CourseError } from "../../errors/course-error.js"
import { examine, type Examined, type ExamineDeps } from "./examine.js"
import { enter, refuseReplay, SeenHere } from "./ledger.js"
import { readBundle } from "./read-bundle.js"
import { readBundleFile } from "./read-bundle-file.js"

export interface ImportDeps extends ExamineDeps {
  store: Pick<GradingStore, "enrol" | "openRun" | "claim" | "finish" | "closeRun">
  database: Queries
  students: readonly Student[]
  rosterHash: string
  startedBy: string
  /** Keeps the bytes of a bundle that counts. @returns what to call the place */
  keepEvidence: (runId: string, bytes: Buffer) => Promise<string>
  /** Unique, as of every worker. */
  worker: string
  signal: AbortSignal
  /** Hears of each bundle as soon as it is known whether it counts. */
  onFile?: (end: FileEnd) => void
}

/** What became of one file. */
export type FileEnd =
  | {
      readonly file: string
      readonly ok: true
      readonly student: string
      readonly runId: string
      readonly earned: number
      readonly possible: number
      readonly remarks: readonly string[]
      /** Where the bundle is kept as evidence, seen from the gradebook's folder. */
      readonly evidence: string
    }
  | { readonly file: string; readonly ok: false; readonly message: string; readonly hint: string | undefined }

/**
 * Takes bundles into the gradebook. Each is verified and judged before anything is written, and a bad one keeps no other from being
 * taken. A student's several bundles become attempts in the order in which they were made.
 */
export async function importSubmissions(files: readonly string[], deps: ImportDeps): Promise<FileEnd[]> {
  const { signal, onFile, database } = deps
  const seen = new SeenHere()
  const refused: FileEnd[] = []
  const accepted: Accepted[] = []
  for (const file of files) {
    signal.throwIfAborted()
    try {
      const { entry, manifest } = await examined(file, deps)
      await refuseReplay(database, entry)
      seen.add(entry, file)
      accepted.push({
        file,
        student: entry.student,
        madeAt: entry.madeAt,
        words: manifest.words,
        hash: entry.observations,
      })
    } catch (error) {
      const end = refusal(file, error)
      refused.push(end)
      onFile?.(end)
    }
  }
  const ends: FileEnd[] = []
  for (const round of rounds(accepted)) {
    // Not in the middle of a run: that one would stay open.
    signal.throwIfAborted()
    for (const end of await keepRound(round, deps)) ends.push(end)
  }
  return [...ends, ...refused]
}

interface Accepted {
  readonly file: string
  readonly student: string
  readonly madeAt: string
  readonly words: readonly string[]
  readonly hash: string
}

/** The content is read again later: a class's bundles together may be larger than the memory. */
async function examined(file: string, deps: ImportDeps): Promise<Examined & { bytes: Buffer }> {
  const bytes = await readBundleFile(file)
  return { bytes, ...(await examine(readBundle(bytes), deps)) }
}

/** A run has one attempt of each student: the first bundles of all make the first run, and so on. */
function rounds(accepted: readonly Accepted[]): Accepted[][] {
  const result: Accepted[][] = []
  const count = new Map<string, number>()
  for (const each of [...accepted].sort((a, b) => (a.madeAt < b.madeAt ? -1 : 1))) {
    const place = count.get(each.student) ?? 0
    count.set(each.student, place + 1)
    ;(result[place] ??= []).push(each)
  }
  return result
}

async function keepRound(round: readonly Accepted[], deps: ImportDeps): Promise<FileEnd[]> {
  const { store, students, rosterHash, startedBy, onFile } = deps
  const ids = new Set(round.map(({ student }) => student))
  await store.enrol(students.filter(({ id }) => ids.has(id)))
  const everything = round.some(({ words }) => words.length === 0)
  const request: RunRequest = {
    words: everything ? [] : [...new Set(round.flatMap(({ words }) => words))].sort(),
    passive: false,
    quick: false,
    excluded: [],
    repeat: 1,
    rosterHash,
    source: "submission",
    startedBy,
  }
  const run = await store.openRun(request, [...ids])
  const ends: FileEnd[] = []
  for (const each of round) {
    const end = await keep(each, run, deps)
    ends.push(end)
    onFile?.(end)
  }
  await store.closeRun(run.id)
  return ends
}

async function keep({ file, hash }: Accepted, run: Run, deps: ImportDeps): Promise<FileEnd> {
  const { store, database, worker } = deps
  const { bytes, entry, outcome } = await examined(file, deps)
  if (entry.observations !== hash)
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} was changed while it was imported.`, {
      hint: "Import it again; what was taken before it is kept.",
    })
  const claim = await store.claim(run.id, entry.student, worker, 0)
  if (!claim)
    throw new CourseError("COURSE_BUG", `The attempt of ${entry.student} in the run ${run.id} is held already.`)
  const evidence = await deps.keepEvidence(run.id, bytes)
  await enter(database, run.id, entry)
  await store.finish(claim, outcome)
  const { earned, possible } = outcome.report.score
  const remarks = outcome.notes.map(({ message }) => message)
  return { file, ok: true, student: entry.student, runId: run.id, earned, possible, remarks, evidence }
}

/** Only what is wrong with the bundle itself; a database that is gone is not its fault. */
function refusal(file: string, error: unknown): FileEnd {
  if (error instanceof CourseError && ["COURSE_SUBMISSION_INVALID", "COURSE_FILE_UNREADABLE"].includes(error.code))
    return { file, ok: false, message: error.message, hint: error.hint }
  throw error
}
