import { z } from "zod"
import type { GradingPolicy, Override, RubricScore } from "../../model.js"
import type { Queries } from "../database.js"
import { policySchema } from "../read-policy.js"
import { time } from "../store/rows.js"
import { PROPOSAL_COLUMNS, proposalValue } from "../../project-report/proposal.js"
import { refuseTaken } from "../../project-report/refuse-taken.js"
import { REPORT_COLUMNS, reportValue } from "../../project-report/report-value.js"

/** What a person can change. */
export const ACTIONS = ["override", "rubric", "extend", "policy", "rejudge", "proposal", "report"] as const
export type Action = (typeof ACTIONS)[number]

/** Which thing a change is about: `subject` is the scope, dimension or block. */
export interface Place {
  readonly student: string | undefined
  readonly subject: string
}

/** A place whose content can be read and replaced as a whole; null is no content. */
export interface Slot {
  /** @param like what is expected there: a rejudgement names the attempts it is about */
  read(tx: Queries, place: Place, like: unknown): Promise<unknown>
  write(tx: Queries, place: Place, value: unknown): Promise<void>
}

const override = z.object({ points: z.number(), who: z.string(), at: time, why: z.string() })
const rubric = z.object({
  points: z.number(),
  of: z.number(),
  who: z.string(),
  at: time,
  note: z.string().nullable(),
})
const proposals = tableSlot("course.proposals", "id", PROPOSAL_COLUMNS, proposalValue)
const extension = z.object({ until: time, who: z.string(), at: time, why: z.string() })
/** For each attempt, which judgement is current. */
export const judgementsOf = z.array(z.object({ run: z.string(), student: z.string(), judgement: z.string() }))

export type OverrideValue = Omit<Override, "scope">
export type RubricValue = Omit<RubricScore, "dimension" | "note"> & { note: string | null }
export type ExtensionValue = z.infer<typeof extension>
export type PolicyValue = GradingPolicy
export type RejudgeValue = z.infer<typeof judgementsOf>

/** How the content of each kind of place is read and replaced. */
export const SLOTS: Readonly<Record<Action, Slot>> = {
  proposal: {
    read: (tx, place, like) => proposals.read(tx, place, like),
    write: async (tx, place, value) => {
      if (value !== null) await refuseTaken(tx, place, proposalValue.parse(value))
      await proposals.write(tx, place, value)
    },
  },
  report: tableSlot("course.project_reports", "hash", REPORT_COLUMNS, reportValue),
  override: tableSlot("course.overrides", "scope", ["points", "who", "at", "why"], override),
  rubric: tableSlot("course.rubric_scores", "dimension", ["points", "of", "who", "at", "note"], rubric),
  extend: tableSlot("course.extensions", "block", ["until", "who", "at", "why"], extension),
  policy: {
    read: async (tx) => {
      const [row] = await tx.query("select policy from course.policy")
      return row === undefined ? null : policySchema.parse(row["policy"])
    },
    write: async (tx, _place, value) => {
      await tx.query("delete from course.policy")
      if (value === null) return
      await tx.query("insert into course.policy (policy) values ($1)", [JSON.stringify(policySchema.parse(value))])
    },
  },
  rejudge: {
    read: async (tx, _place, like) => {
      const wanted = judgementsOf.parse(like)
      const rows = await tx.query(
        `select j.run_id as run, j.student, j.id as judgement
         from unnest($1::text[], $2::text[]) with ordinality as t (run_id, student, place)
         join course.judgements j on j.run_id = t.run_id and j.student = t.student and j.current order by t.place`,
        [wanted.map(({ run }) => run), wanted.map(({ student }) => student)],
      )
      return judgementsOf.parse(rows)
    },
    write: async (tx, _place, value) => {
      const judgements = judgementsOf.parse(value).map(({ judgement }) => judgement)
      // First none, then the chosen: two current ones of an attempt are refused.
      await tx.query(
        `update course.judgements set current = false
         where current and (run_id, student) in (select run_id, student from course.judgements where id = any ($1::text[]))`,
        [judgements],
      )
      await tx.query("update course.judgements set current = true where id = any ($1::text[])", [judgements])
    },
  },
}

function tableSlot(table: string, key: string, columns: readonly string[], schema: z.ZodType<object>): Slot {
  const quoted = columns.map((column) => `"${column}"`)
  return {
    read: async (tx, { student, subject }) => {
      const [row] = await tx.query(`select ${quoted.join(", ")} from ${table} where student = $1 and "${key}" = $2`, [
        student ?? "",
        subject,
      ])
      return row === undefined ? null : schema.parse(row)
    },
    write: async (tx, { student, subject }, value) => {
      await tx.query(`delete from ${table} where student = $1 and "${key}" = $2`, [student ?? "", subject])
      if (value === null) return
      const row = new Map<string, unknown>(Object.entries(schema.parse(value)))
      const cells = columns.map((column) => scalar.parse(row.get(column)))
      await tx.query(
        `insert into ${table} (student, "${key}", ${quoted.join(", ")})
         values ($1, $2, ${columns.map((_, index) => `$${index + 3}`).join(", ")})`,
        [student ?? "", subject, ...cells],
      )
    },
  }
}

const scalar = z.union([z.string(), z.number(), z.null()])
