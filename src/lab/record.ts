import { mkdir, readFile, readdir } from "node:fs/promises"
import { dirname } from "node:path"
import writeFileAtomic from "write-file-atomic"
import { z } from "zod"
import { CourseError } from "../errors/course-error.js"
import { labPaths, labsDir } from "./paths.js"
import { HOST_NAMES, hostName, labName, labState, labTrack } from "./spec.js"

const record = z.object({
  schema: z.literal("course.lab/1"),
  name: labName,
  state: labState,
  track: labTrack,
  driver: z.literal("nspawn"),
  /** `creating` until every host was ready once: a lab found in this phase by nobody's hand is a remain. */
  phase: z.enum(["creating", "ready"]),
  createdAt: z.iso.datetime(),
  /** Read-only layers below each host's own changes, top first. */
  layers: z.record(hostName, z.array(z.string())),
  /** What the driver makes on the machine, written before it is made. */
  made: z.object({ namespaces: z.array(z.string()), groups: z.array(z.string()), mounts: z.array(z.string()) }),
})
export type LabRecord = z.infer<typeof record>

/** The lab's state file, or `undefined` where there is no such lab. */
export async function readRecord(name: string): Promise<LabRecord | "unreadable" | undefined> {
  let text: string
  try {
    text = await readFile(labPaths(name).record, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
  return parseRecord(text)
}

/** The state file of a lab that is up. @throws CourseError COURSE_LAB_UNKNOWN when there is none. */
export async function requireRecord(name: string): Promise<LabRecord> {
  const found = await readRecord(name)
  if (found !== undefined && found !== "unreadable" && found.phase === "ready") return found
  throw new CourseError("COURSE_LAB_UNKNOWN", `The lab "${name}" is not up.`, {
    hint: `Boot it: course lab up --name ${name}`,
  })
}

export async function writeRecord(lab: LabRecord): Promise<void> {
  const { record: path } = labPaths(lab.name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, `${JSON.stringify(record.parse(lab), null, 2)}\n`)
}

/** Names of all labs that have a folder, whatever is in it. */
export async function recordedLabs(): Promise<string[]> {
  try {
    const entries = await readdir(labsDir(), { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && labName.safeParse(entry.name).success)
      .map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

/** Layer folders any lab stands on. */
export async function layersInUse(): Promise<Set<string>> {
  const used = new Set<string>()
  for (const name of await recordedLabs()) {
    const lab = await readRecord(name)
    if (lab === undefined || lab === "unreadable") continue
    for (const host of HOST_NAMES) for (const layer of lab.layers[host]) used.add(layer)
  }
  return used
}

function parseRecord(text: string): LabRecord | "unreadable" {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return "unreadable"
  }
  const parsed = record.safeParse(value)
  return parsed.success ? parsed.data : "unreadable"
}
