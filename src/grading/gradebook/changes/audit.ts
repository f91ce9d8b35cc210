import { z } from "zod"
import type { Queries } from "../database.js"
import { time } from "../store/rows.js"
import { ACTIONS, type Action, type Place } from "./slots.js"

/** One line of the audit trail: what was changed, from what to what, by whom and why. */
export interface AuditEntry extends Place {
  readonly id: number
  readonly at: string
  readonly who: string
  readonly action: Action
  readonly before: unknown
  readonly after: unknown
  readonly why: string | undefined
  /** The entry that this one takes back. */
  readonly undoes: number | undefined
  /** The entry that took this one back. */
  readonly undoneBy: number | undefined
}

const COLUMNS = `a.id, a.at, a.who, a.action, a.student, a.subject, a.before, a.after, a.why, a.undoes,
  (select u.id from course.audit u where u.undoes = a.id) as "undoneBy"`

const optional = <T>(schema: z.ZodType<T>) => schema.nullable().transform((value) => value ?? undefined)

const row = z.object({
  id: z.number(),
  at: time,
  who: z.string(),
  action: z.enum(ACTIONS),
  student: optional(z.string()),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  why: optional(z.string()),
  undoes: optional(z.number()),
  undoneBy: optional(z.number()),
})

/** What was changed, newest first. Changes of the whole class are part of every student's trail. */
export async function auditTrail(
  database: Queries,
  { student, limit = 200 }: { student?: string; limit?: number } = {},
): Promise<AuditEntry[]> {
  const rows = await database.query(
    `select ${COLUMNS} from course.audit a
     where $1::text is null or a.student is null or a.student = $1 order by a.id desc limit $2`,
    [student ?? null, limit],
  )
  return row.array().parse(rows)
}

export async function auditEntry(tx: Queries, id: number): Promise<AuditEntry | undefined> {
  return row.array().parse(await tx.query(`select ${COLUMNS} from course.audit a where a.id = $1`, [id]))[0]
}

/** The newest change that was not taken back and takes none back. */
export async function newestChange(tx: Queries): Promise<AuditEntry | undefined> {
  const rows = await tx.query(
    `select ${COLUMNS} from course.audit a
     where a.undoes is null and not exists (select from course.audit u where u.undoes = a.id) order by a.id desc limit 1`,
  )
  return row.array().parse(rows)[0]
}

export async function addToTrail(tx: Queries, entry: Omit<AuditEntry, "id" | "undoneBy">): Promise<AuditEntry> {
  const rows = await tx.query(
    `insert into course.audit as a (at, who, action, student, subject, before, after, why, undoes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
    [
      entry.at,
      entry.who,
      entry.action,
      entry.student ?? null,
      entry.subject,
      JSON.stringify(entry.before),
      JSON.stringify(entry.after),
      entry.why ?? null,
      entry.undoes ?? null,
    ],
  )
  return row.array().length(1).parse(rows)[0] as AuditEntry
}
