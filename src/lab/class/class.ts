import { rm, rmdir } from "node:fs/promises"
import { freemem } from "node:os"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { labDown, labHalt, labStatus, labUp, type LabStatus } from "../lab.js"
import { withLock } from "../lock.js"
import { labCacheDir } from "../paths.js"
import { recordedLabs } from "../record.js"
import { requireLab } from "../requirements.js"
import { throwIfInterrupted } from "../run-tool.js"
import { requireStateOf } from "../spec.js"
import { aFewAtATime } from "./a-few-at-a-time.js"
import { bootStudent, spoilStudent, type MakeStudentOptions } from "./make-student.js"
import { planClass, type ClassPlanOptions } from "./plan.js"
import {
  classesDir,
  classPaths,
  readClass,
  recordedClasses,
  writeClass,
  type ClassRecord,
  type ClassStudent,
} from "./record.js"
import { writeRoster } from "./roster-file.js"

export type { ClassRecord, ClassStudent } from "./record.js"
export { readClass, recordedClasses } from "./record.js"

export const DEFAULT_CLASS = "class"

/** What one student's three hosts take when they rest: dev, prod with the service, and their Git host of 11 MB. */
const STUDENT_MIB = 110

export interface ClassUpOptions extends MakeStudentOptions, ClassPlanOptions {
  /** How many students' hosts boot at once. */
  readonly atOnce?: number
}

export interface ClassUpResult {
  readonly name: string
  readonly roster: string
  /** Says what each student is. */
  readonly record: string
  readonly students: readonly ClassStudent[]
  readonly outcome: "created" | "already-up"
}

/**
 * Boots a class: per student a lab of their own with dev, prod and a Git host, and a roster that reaches them all. A class that is up and
 * planned in the same way is left alone; what an interrupted command left is removed first.
 * @throws CourseError COURSE_LAB_UNSUPPORTED, COURSE_LAB_FAILED, COURSE_INTERRUPTED; nothing of a new class stays behind then
 */
export async function classUp(options: ClassUpOptions): Promise<ClassUpResult> {
  const { name, seed, mix, onProgress, signal, atOnce = 2 } = options
  const { roster, record: recordFile } = classPaths(name)
  requireStateOf(options.track, options.state)
  const students = planClass(options)
  await requireLab()
  return exclusively(name, options, async () => {
    const found = await readClass(name)
    if (found !== undefined && found !== "unreadable" && found.phase === "ready") {
      if (JSON.stringify(found.students) !== JSON.stringify(students)) throw otherClass(found)
      onProgress(`Class "${name}" is already up`)
      await startAgain(students, options)
      return { name, roster, record: recordFile, students, outcome: "already-up" as const }
    }
    if (found !== undefined) {
      onProgress(`Removing the remains of an interrupted class "${name}"`)
      await erase(name, found)
    }
    await refuseTaken(students)
    requireMemory(students.length)
    const record: ClassRecord = {
      ...{ schema: "course.class/1", name, seed, mix, phase: "creating", students },
      createdAt: new Date().toISOString(),
    }
    await writeClass(record)
    try {
      await boot(students, atOnce, options)
      // Rebuilt and hostile hosts show other keys from here on: known_hosts has what they had.
      await writeRoster(record)
      await aFewAtATime(students, 4, (student) => spoilStudent(student, options))
      throwIfInterrupted(signal)
      await writeClass({ ...record, phase: "ready" })
    } catch (error) {
      onProgress(`Removing what was made of class "${name}"`)
      await erase(name, record)
      throw error
    }
    return { name, roster, record: recordFile, students, outcome: "created" as const }
  })
}

/** Ends a class and removes everything of it. @returns false when there was nothing of that name */
export async function classDown({
  name,
  onProgress = () => undefined,
}: {
  name: string
  onProgress?: (line: string) => void
}): Promise<boolean> {
  return exclusively(name, { onProgress }, async () => {
    const found = await readClass(name)
    if (found === undefined) return false
    const count = found === "unreadable" ? "" : ` with ${found.students.length} students`
    onProgress(`Removing class "${name}"${count}`)
    await erase(name, found)
    return true
  })
}

export interface ClassStatus {
  name: string
  phase: "ready" | "creating" | "remains"
  createdAt?: string
  roster?: string
  students: (ClassStudent & { hosts: LabStatus["hosts"] })[]
}

/** Classes of this machine, and the labs that belong to none. */
export async function classStatus(): Promise<{ classes: ClassStatus[]; labs: LabStatus[] }> {
  if (process.platform !== "linux") return { classes: [], labs: [] }
  const [labs, names] = await Promise.all([labStatus(), recordedClasses()])
  const classes = await Promise.all(
    names.map(async (name): Promise<ClassStatus> => {
      const found = await readClass(name)
      if (found === undefined || found === "unreadable") return { name, phase: "remains", students: [] }
      const students = found.students.map((student) => {
        return { ...student, hosts: labs.find((lab) => lab.name === student.lab)?.hosts ?? [] }
      })
      return { name, phase: found.phase, createdAt: found.createdAt, roster: classPaths(name).roster, students }
    }),
  )
  const taken = new Set(classes.flatMap(({ students }) => students.map(({ lab }) => lab)))
  return { classes, labs: labs.filter(({ name }) => !taken.has(name)) }
}

/** The first student of a state builds what is missing in the cache; the others of that state then only mount and boot. */
async function boot(students: readonly ClassStudent[], atOnce: number, options: ClassUpOptions): Promise<void> {
  const { onProgress, signal } = options
  let done = 0
  const one = async (student: ClassStudent): Promise<void> => {
    throwIfInterrupted(signal)
    await bootStudent(student, options)
    done += 1
    onProgress(`${done} of ${students.length}: ${student.lab} is up (${student.kind}, ${student.state})`)
  }
  const firsts = students.filter(({ state }, index) => students.findIndex((each) => each.state === state) === index)
  await aFewAtATime(firsts, 1, one)
  const rest = students.filter((student) => !firsts.includes(student))
  await aFewAtATime(rest, atOnce, one)
}

/** After a restart of the machine all hosts are off, also those that are to run. */
async function startAgain(students: readonly ClassStudent[], { onProgress, signal, atOnce = 2 }: ClassUpOptions) {
  const labs = await labStatus()
  const stopped = students.filter(({ lab, off }) => {
    const hosts = labs.find(({ name }) => name === lab)?.hosts ?? []
    return hosts.some((host) => !host.running && !off.includes(host.name))
  })
  await aFewAtATime(stopped, atOnce, async ({ lab, state, track, off }) => {
    await labUp({ name: lab, state, track, ownIdentity: true, onProgress, ...(signal && { signal }) })
    for (const host of off) await labHalt({ name: lab, host })
  })
}

async function erase(name: string, found: ClassRecord | "unreadable"): Promise<void> {
  const labs =
    found === "unreadable"
      ? (await labStatus()).map((lab) => lab.name).filter((lab) => new RegExp(`^${name}-\\d{2,4}$`).test(lab))
      : found.students.map(({ lab }) => lab)
  await aFewAtATime(labs, 4, (lab) => labDown({ name: lab }).then(() => undefined))
  await rm(classPaths(name).dir, { recursive: true, force: true })
  for (const folder of [classesDir(), join(classesDir(), ".."), join(classesDir(), "../..")]) {
    try {
      await rmdir(folder)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      // Other classes or labs are there, or the folder is somebody else's.
      if (code === "ENOTEMPTY" || code === "EBUSY" || code === "EACCES" || code === "EPERM" || code === "EROFS") return
      if (code !== "ENOENT") throw error
    }
  }
}

async function refuseTaken(students: readonly ClassStudent[]): Promise<void> {
  const there = new Set(await recordedLabs())
  const taken = students.find(({ lab }) => there.has(lab))
  if (taken === undefined) return
  throw new CourseError("COURSE_USAGE", `There is a lab "${taken.lab}" already, which belongs to no class.`, {
    hint: `Take it down first (course lab down --name ${taken.lab}), or give the class another name (--name).`,
  })
}

function requireMemory(students: number): void {
  const free = Math.floor(freemem() / 2 ** 20)
  if (students * STUDENT_MIB <= free) return
  throw new CourseError(
    "COURSE_LAB_UNSUPPORTED",
    `The hosts of ${students} students need about ${students * STUDENT_MIB} MiB of memory; ${free} MiB are free.`,
    { hint: `At most ${Math.max(0, Math.floor(free / STUDENT_MIB))} fit now: --students takes fewer.` },
  )
}

function exclusively<Result>(
  name: string,
  { onProgress, signal }: { onProgress: (line: string) => void; signal?: AbortSignal | undefined },
  work: () => Promise<Result>,
): Promise<Result> {
  const onWait = () => onProgress(`Waiting for another command that works on class "${name}"`)
  return withLock(join(labCacheDir(), "locks", `class-${classPaths(name) && name}`), { signal, onWait }, work)
}

function otherClass({ name, students, mix, seed }: ClassRecord): CourseError {
  const what = `${students.length} students${mix ? `, mixed by the seed ${JSON.stringify(seed)}` : ""}`
  return new CourseError("COURSE_USAGE", `Class "${name}" is up already, with ${what}.`, {
    hint: `Take it down first (course lab down --name ${name}), or give the new one another name (--name).`,
  })
}
