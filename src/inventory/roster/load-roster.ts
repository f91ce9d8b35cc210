import { createHash } from "node:crypto"
import { readFileSync, statSync } from "node:fs"
import { open } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, resolve } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"
import { resolveInventory } from "../load-inventory.js"
import { expandPath } from "../paths.js"
import { readSshConfig } from "../ssh-config.js"
import { lookAcross } from "./across-rows.js"
import { rowsOfCsv } from "./csv-rows.js"
import { decodeText } from "./decode.js"
import { faultLine, type Fault, type RawRoster } from "./raw.js"
import { readStudent, type ReadStudent, type RowSurroundings } from "./read-student.js"
import type { Roster } from "./roster.js"
import { rowsOfYaml } from "./yaml-rows.js"

const MAX_BYTES = 8 * 1024 * 1024
const MAX_ROWS = 10_000
const MAX_KEY_BYTES = 64 * 1024

export interface LoadRosterOptions {
  home?: string
  env?: NodeJS.ProcessEnv
}

/**
 * Reads a roster: YAML by its name (`.yaml`, `.yml`), else CSV.
 * @throws CourseError COURSE_FILE_UNREADABLE, or COURSE_ROSTER_INVALID with every bad row: line, column, remedy
 */
export async function loadRoster(
  file: string,
  { home = homedir(), env = process.env }: LoadRosterOptions = {},
): Promise<Roster> {
  const path = resolve(file)
  const bytes = await readBytes(path)
  const text = decodeText(bytes, file)
  const raw = /\.ya?ml$/i.test(path) ? rowsOfYaml(text) : rowsOfCsv(text)
  if (raw.rows.length > MAX_ROWS)
    throw invalid(file, [`${file} has ${raw.rows.length} students; at most ${MAX_ROWS} can be graded at once.`])
  const { students, faults, warnings } = readRows(raw, surroundings(dirname(path), home, env))
  if (faults.length > 0) throw invalid(file, linesOf(file, raw.kind, faults))
  if (students.length === 0) throw invalid(file, [`${file} names no student.`])
  const lookup = readSshConfig(home, env)
  return {
    path,
    hash: createHash("sha256").update(bytes).digest("hex"),
    students: students.map(({ student, file: written, publicKeys, ects, fields }) => {
      const inventory = resolveInventory(written, path, { home, env, lookup })
      const { line } = fields.place(undefined)
      return { student, inventory, settings: inventory.settings, line, publicKeys, ects }
    }),
    warnings: linesOf(file, raw.kind, warnings),
  }
}

function readRows(
  raw: RawRoster,
  around: RowSurroundings,
): { students: ReadStudent[]; faults: Fault[]; warnings: Fault[] } {
  const rows = raw.rows.map((row) => readStudent(row, around))
  const students = rows.flatMap(({ read }) => read ?? [])
  const across = lookAcross(students)
  return {
    students,
    faults: [...raw.faults, ...rows.flatMap(({ faults }) => faults), ...across.faults],
    warnings: [...rows.flatMap(({ warnings }) => warnings), ...across.warnings],
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const handle = await open(path)
    try {
      // A pipe or a growing file has no size to ask for: one byte more than allowed is enough to know.
      const bytes = Buffer.alloc(MAX_BYTES + 1)
      let length = 0
      for (;;) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length)
        length += bytesRead
        if (bytesRead === 0 || length === bytes.length) break
      }
      if (length > MAX_BYTES)
        throw invalid(path, [`${path} is larger than ${MAX_BYTES / 1024 / 1024} MiB; is it a roster?`])
      return Buffer.from(bytes.subarray(0, length))
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof CourseError) throw error
    throw new CourseError("COURSE_FILE_UNREADABLE", `The roster ${path} cannot be read: ${reasonOf(error)}.`, {
      hint: "Name a CSV or YAML file; templates/roster.example.csv shows its columns.",
      cause: error,
    })
  }
}

/** Files that rows name, each looked at once however many rows name it. */
function surroundings(base: string, home: string, env: NodeJS.ProcessEnv): RowSurroundings {
  const known = new Map<string, boolean>()
  const isFile = (written: string): boolean => {
    const path = expandPath(written, base, home)
    const found = known.get(path) ?? statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
    known.set(path, found)
    return found
  }
  const readText = (written: string): string | undefined => {
    const path = expandPath(written, base, home)
    const size = isFile(written) ? statSync(path).size : Infinity
    return size > MAX_KEY_BYTES ? undefined : readFileSync(path, "utf8")
  }
  return { env, isFile, readText }
}

/** In the order of the file. What a default brings to many rows is said once. */
function linesOf(file: string, kind: RawRoster["kind"], faults: readonly Fault[]): string[] {
  const inOrder = [...faults].sort((a, b) => a.line - b.line || a.column - b.column)
  return [...new Set(inOrder.map((fault) => faultLine(file, kind, fault)))]
}

function invalid(file: string, lines: readonly string[]): CourseError {
  return new CourseError("COURSE_ROSTER_INVALID", lines.join("\n"), {
    hint: `Correct ${file} and run the command again. templates/roster.example.csv and .yaml show every column.`,
  })
}
