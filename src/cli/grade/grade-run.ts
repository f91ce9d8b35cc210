import { hostname, userInfo } from "node:os"
import path from "node:path"
import { loadCatalog } from "../../catalog/load-catalog.js"
import { selectChecks } from "../../catalog/select-checks.js"
import { select, type Catalog } from "../../engine/catalog.js"
import { CourseError } from "../../errors/course-error.js"
import type { GradingStore, RunRequest } from "../../grading/model.js"
import { openClassRun, resumeClassRun, type ClassRun } from "../../grading/run/class-run.js"
import { classTransports } from "../../grading/run/class-transports.js"
import { defaultConcurrency } from "../../grading/run/concurrency.js"
import { gradeClass, type ClassEvent, type ClassResult } from "../../grading/run/grade-class.js"
import { classSeeds } from "../../grading/run/seeds.js"
import { workerName } from "../../grading/run/worker-name.js"
import { gradebookFolder, openGradebook } from "../../grading/gradebook/open.js"
import { loadRoster } from "../../inventory/roster/load-roster.js"
import type { Roster, RosterStudent } from "../../inventory/roster/roster.js"
import { oneLine } from "../../reporters/escape.js"
import { failingOnReference, type ExcludedCheck } from "./against.js"
import { NEWEST_RUN } from "./run-flags.js"

export interface GradeOptions {
  roster: string
  words: readonly string[]
  passive: boolean
  quick: boolean
  repeat: number
  /** Only these students; none means all. */
  only: readonly string[]
  /** A run to go on with, or `newest`. */
  resume: string | undefined
  /** The lab that checks are tried on first. */
  against: string | undefined
  concurrency: number | undefined
  timeoutSeconds: number
}

export interface GradeTold {
  say: (line: string) => void
  /** What is about to be done; false stops before anything is. */
  agree: (plan: { students: number; passive: boolean; resumed: boolean }) => Promise<boolean>
  start: (total: number) => void
  onEvent: (event: ClassEvent) => void
}

/** Everything that a run needs, put together from a roster: for grading here, and for handing it to a queue. */
export interface PreparedRun {
  readonly roster: Roster
  readonly students: readonly RosterStudent[]
  readonly catalog: Catalog
  readonly request: RunRequest
  readonly excluded: readonly ExcludedCheck[]
}

/** Grades the class of a roster. Undefined when the person did not agree. */
export async function gradeRoster(
  options: GradeOptions,
  told: GradeTold,
  signal: AbortSignal,
): Promise<ClassResult | undefined> {
  const { roster, students } = await readRoster(options, told.say)
  const folder = path.dirname(roster.path)
  const gradebook = await openGradebook({ folder, databaseUrl: process.env["DATABASE_URL"], warn: told.say })
  try {
    const { classRun, catalog } = await openRun(options, { roster, students }, gradebook.store, told, signal)
    if (!classRun) return undefined
    const own = gradebookFolder(folder)
    told.start(classRun.todo.length)
    return await gradeClass(classRun, {
      catalog,
      store: gradebook.store,
      transports: classTransports(own),
      seeds: await classSeeds(own, told.say),
      timeoutMs: options.timeoutSeconds * 1000,
      signal,
      concurrency: options.concurrency ?? defaultConcurrency(),
      worker: workerName(),
      onEvent: told.onEvent,
    })
  } finally {
    await gradebook.close()
  }
}

/** The roster, and whom of it a command means. @throws CourseError naming the ids of `--only` that nobody has */
export async function readRoster(
  { roster: file, only }: Pick<GradeOptions, "roster" | "only">,
  say: (line: string) => void,
): Promise<Pick<PreparedRun, "roster" | "students">> {
  const roster = await loadRoster(file)
  for (const warning of roster.warnings) say(oneLine(warning))
  const unknown = only.filter((id) => !roster.students.some(({ student }) => student.id === id))
  if (unknown.length > 0)
    throw new CourseError("COURSE_USAGE", `${file} has no student called ${unknown.join(", ")}.`, {
      hint: "`--only` takes an id of the roster, and may be given several times.",
    })
  const chosen = new Set(only)
  return {
    roster,
    students: only.length === 0 ? roster.students : roster.students.filter((each) => chosen.has(each.student.id)),
  }
}

/** What a new run is asked to do. With `--against`, the reference is looked at first. */
export async function prepareRun(
  options: GradeOptions,
  { roster, students }: Pick<PreparedRun, "roster" | "students">,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<PreparedRun> {
  const { words, passive, quick, repeat, against } = options
  const catalog = await loadCatalog({ words })
  knownOnSomeTrack(catalog, students, words)
  const excluded =
    against === undefined
      ? []
      : await failingOnReference(catalog, against, { words, passive, quick, excluded: [] }, signal)
  for (const { id, message } of excluded)
    say(`LEFT OUT for everybody: ${id} fails on the reference, too: ${oneLine(message)}`)
  const request: RunRequest = {
    words,
    passive,
    quick,
    excluded: excluded.map(({ id }) => id),
    repeat,
    rosterHash: roster.hash,
    source: "live",
    startedBy: `${userInfo().username}@${hostname()}`,
  }
  return { roster, students, catalog, request, excluded }
}

/** Opens a new run, or takes one up; `classRun` is undefined when the person did not agree. */
export async function openRun(
  options: GradeOptions,
  { roster, students }: Pick<PreparedRun, "roster" | "students">,
  store: GradingStore,
  { say, agree }: Pick<GradeTold, "say" | "agree">,
  signal: AbortSignal,
): Promise<{ classRun: ClassRun | undefined; catalog: Catalog }> {
  if (options.resume !== undefined) {
    const id = options.resume === NEWEST_RUN ? undefined : options.resume
    const classRun = await resumeClassRun(store, id, students)
    const { run, todo, missing, finished } = classRun
    const all = finished.length + todo.length + missing.length
    say(
      `Run ${run.id}, begun ${oneLine(run.startedAt)} by ${oneLine(run.startedBy)}: ${finished.length} of ${all} done.`,
    )
    if (run.rosterHash !== roster.hash)
      say(`The roster has changed since the run ${run.id} began. Machines are taken from the roster as it is now.`)
    if (missing.length > 0)
      say(`Left waiting, because they are not among the students chosen: ${missing.map(oneLine).join(", ")}`)
    const catalog = await loadCatalog({ words: run.words })
    const agreed = await agree({ students: todo.length, passive: run.passive, resumed: true })
    return { classRun: agreed ? classRun : undefined, catalog }
  }
  const { catalog, request } = await prepareRun(options, { roster, students }, say, signal)
  if (!(await agree({ students: students.length, passive: options.passive, resumed: false })))
    return { classRun: undefined, catalog }
  return { classRun: await openClassRun(store, request, students), catalog }
}

/** @throws CourseError COURSE_UNKNOWN_ID for a word that names nothing on any track of the class */
function knownOnSomeTrack(catalog: Catalog, students: readonly RosterStudent[], words: readonly string[]): void {
  const tracks = [...new Set(students.map(({ student }) => student.track))]
  for (const word of words) {
    const [first] = tracks
    if (first && tracks.every((track) => select(catalog, track, [word]).unknown.length > 0))
      selectChecks(catalog, first, [word])
  }
}
