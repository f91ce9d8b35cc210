import { mkdir, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import writeFileAtomic from "write-file-atomic"
import { z } from "zod"
import { CourseError } from "../../errors/course-error.js"
import { labsDir } from "../paths.js"
import { hostName, labName, labState, labTrack } from "../spec.js"
import { hostileKind } from "./hostile/kinds.js"

/** What a student of a practice class is. */
export const STUDENT_KINDS = ["finished", "halfway", "wrong", "off", "rebuilt", "hostile"] as const

const classStudent = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  group: z.string(),
  track: labTrack,
  /** The lab with the student's hosts. */
  lab: labName,
  kind: z.enum(STUDENT_KINDS),
  state: labState,
  /** Names of `faults.ts`. */
  faults: z.array(z.string()),
  /** Hosts that are off. */
  off: z.array(hostName),
  hostile: hostileKind.optional(),
})
export type ClassStudent = z.infer<typeof classStudent>

const classRecord = z.object({
  schema: z.literal("course.class/1"),
  name: labName,
  seed: z.string(),
  mix: z.boolean(),
  /** `creating` until everybody's hosts are what they are to be. */
  phase: z.enum(["creating", "ready"]),
  createdAt: z.iso.datetime(),
  students: z.array(classStudent).min(1),
})
export type ClassRecord = z.infer<typeof classRecord>

/** All files of a class. They lie among the labs, under a name that no lab can have. */
export function classPaths(name: string) {
  if (!labName.safeParse(name).success || name.length > 26) {
    throw new CourseError("COURSE_LAB_UNKNOWN", `"${name}" cannot be the name of a class.`, {
      hint: "Use up to 26 lower-case letters, digits and hyphens, for example: --name winter",
    })
  }
  const dir = join(classesDir(), name)
  return { dir, record: join(dir, "class.json"), roster: join(dir, "roster.csv") }
}

export function classesDir(): string {
  return join(labsDir(), ".classes")
}

/** Names of all classes that have a folder, whatever is in it. */
export async function recordedClasses(): Promise<string[]> {
  try {
    return (await readdir(classesDir())).filter((name) => labName.safeParse(name).success).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

/** A class's state file, or `undefined` where there is no such class. */
export async function readClass(name: string): Promise<ClassRecord | "unreadable" | undefined> {
  const { dir, record } = classPaths(name)
  try {
    const parsed = classRecord.safeParse(parseJson(await readFile(record, "utf8")))
    return parsed.success ? parsed.data : "unreadable"
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    return (await recordedClasses()).includes(dir.slice(classesDir().length + 1)) ? "unreadable" : undefined
  }
}

export async function writeClass(record: ClassRecord): Promise<void> {
  const { dir, record: path } = classPaths(record.name)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, `${JSON.stringify(classRecord.parse(record), null, 2)}\n`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON fits no schema either: the caller tells that the file is unreadable.
    return undefined
  }
}
