import { isDeepStrictEqual } from "node:util"
import { CourseError } from "../../../errors/course-error.js"
import type { Database, Queries } from "../database.js"
import { addToTrail, auditEntry, newestChange, type AuditEntry } from "./audit.js"
import { SLOTS, type Action, type Place } from "./slots.js"

export interface Change extends Place {
  readonly action: Action
  readonly after: unknown
  readonly who: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly why: string | undefined
}

/** Any number, the same for every course: changes come one after the other, so that each knows what was before. */
const LOCK = 0x636f7573

/** Makes a change and keeps in the audit trail what was before. */
export async function change(
  database: Database,
  { action, student, subject, after, who, at, why }: Change,
): Promise<AuditEntry> {
  return await database.transaction(async (tx) => {
    await oneAtATime(tx)
    const before = await SLOTS[action].read(tx, { student, subject }, after)
    await SLOTS[action].write(tx, { student, subject }, after)
    return await addToTrail(tx, { action, student, subject, before, after, who, at, why, undoes: undefined })
  })
}

/**
 * Takes a change back: exactly what was before is there again. Without an id the newest that stands. Undoing an undo makes the change again.
 * @throws CourseError COURSE_UNKNOWN_ID for no such change, COURSE_USAGE when a later change is in the way
 */
export async function undo(
  database: Database,
  { id, who, at }: { id: number | undefined; who: string; at: string },
): Promise<AuditEntry> {
  return await database.transaction(async (tx) => {
    await oneAtATime(tx)
    const entry = id === undefined ? await newestChange(tx) : await auditEntry(tx, id)
    if (entry === undefined) throw nothingToUndo(id)
    if (entry.undoneBy !== undefined)
      throw new CourseError("COURSE_USAGE", `Change ${entry.id} was taken back already, by ${entry.undoneBy}.`, {
        hint: `To make it again: \`course gradebook undo ${entry.undoneBy}\`.`,
      })
    const slot = SLOTS[entry.action]
    const { action, student, subject, before, after } = entry
    const now = await slot.read(tx, entry, after ?? before)
    if (!isDeepStrictEqual(plain(now), plain(after)))
      throw new CourseError("COURSE_USAGE", `Something changed after change ${entry.id} at the same place.`, {
        hint: "Take the later change back first: `course gradebook history` lists all.",
      })
    await slot.write(tx, entry, before)
    return await addToTrail(tx, {
      action,
      student,
      subject,
      before: after,
      after: before,
      who,
      at,
      why: undefined,
      undoes: entry.id,
    })
  })
}

async function oneAtATime(tx: Queries): Promise<void> {
  await tx.query("select pg_advisory_xact_lock($1)::text as held", [LOCK])
}

/** As JSON keeps it, in which the order of keys does not matter. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown
}

function nothingToUndo(id: number | undefined): CourseError {
  return new CourseError(
    "COURSE_UNKNOWN_ID",
    id === undefined ? "There is no change to take back." : `There is no change ${id}.`,
    { hint: "All changes: `course gradebook history`." },
  )
}
