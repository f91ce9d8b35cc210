import type { Settings } from "../../engine/context.js"
import type { Inventory } from "../inventory.js"
import type { Student } from "./student.js"

/** A class: who is in it, and how the machines of each are reached. */
export interface Roster {
  /** The file it was read from, absolute. */
  readonly path: string
  /** SHA-256 of the bytes of the file, in hex. */
  readonly hash: string
  /** In the order of the file. */
  readonly students: readonly RosterStudent[]
  /** What an instructor should look at, and stands in nobody's way. May hold text of the file: to be escaped before it is shown. */
  readonly warnings: readonly string[]
}

/** One row of a roster. */
export interface RosterStudent {
  readonly student: Student
  /** As from a course.yaml of the student's own. A machine that the row does not name is absent. */
  readonly inventory: Inventory
  readonly settings: Settings
  /** Where the row begins in the file, from 1. */
  readonly line: number
  /** What submissions of the student may be signed with: `type base64`, as OpenSSH writes public keys. */
  readonly publicKeys: readonly string[]
  /** For the length of the report. */
  readonly ects: number | undefined
}
