import { z } from "zod"
import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import type { Run } from "../../grading/model.js"
import { safe, wrapped, type Paper } from "./text.js"

/** Runs and changes, newest first. */
export function renderHistory(runs: readonly Run[], trail: readonly AuditEntry[], paper: Paper): string {
  const { paint } = paper
  const runLines = runs.map((run) => {
    const words = run.words.length > 0 ? run.words.join(" ") : "all blocks"
    const end = run.finishedAt === undefined ? "not finished" : `finished ${moment(run.finishedAt)}`
    return `${moment(run.startedAt)}  ${run.id}  ${safe(words)}  ${run.source}  ${safe(run.startedBy)}  ${end}`
  })
  return (
    [
      paint.bold("Runs"),
      ...(runLines.length > 0 ? runLines : ["none yet"]).flatMap((line) => wrapped(line, "    ", paper, "  ")),
      "",
      paint.bold("Changes"),
      ...(trail.length > 0 ? trail.map(auditLine) : ["none yet"]).flatMap((line) => wrapped(line, "    ", paper, "  ")),
    ].join("\n") + "\n"
  )
}

/** One change as a sentence: `12  2026-05-03 14:10  anna@desk  override s1 block5: 7 -> 9 (why)`. */
export function auditLine(entry: AuditEntry): string {
  const { id, action, student, subject, before, after, why, undoes, undoneBy } = entry
  const what = [undoes === undefined ? action : `undo ${undoes}: ${action}`, student, subject === action ? "" : subject]
    .filter(Boolean)
    .join(" ")
  const values = action === "rejudge" ? "" : `: ${valueOf(before)} -> ${valueOf(after)}`
  const taken = undoneBy === undefined ? "" : `  taken back by ${undoneBy}`
  return safe(
    `${id}  ${moment(entry.at)}  ${entry.who}  ${what}${values}${why === undefined ? "" : ` (${why})`}${taken}`,
  )
}

function valueOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing"
  if (typeof value !== "object") return JSON.stringify(value)
  if ("points" in value) return `${Number(value.points)}${"of" in value ? ` of ${Number(value.of)}` : ""}`
  if ("until" in value) return String(value.until)
  if ("state" in value && "title" in value) return `${JSON.stringify(value.title)} ${String(value.state)}`
  const policy = gradingPolicyChange.safeParse(value)
  if (policy.success) return policyWords(policy.data)
  if ("findings" in value && "pages" in value) return `${Number(value.pages)} pages`
  return JSON.stringify(value)
}

/** How points are counted, as one of the audit trail's values. */
const gradingPolicyChange = z.object({
  count: z.enum(["best", "last"]),
  due: z.record(z.string(), z.string()),
  late: z.union([
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.literal("percent"), percentPerDay: z.number(), graceDays: z.number() }),
  ]),
  grades: z.array(z.unknown()).optional(),
})

function policyWords({ count, due, late, grades }: z.infer<typeof gradingPolicyChange>): string {
  const dates = Object.entries(due).map(([block, at]) => `${block} due ${moment(at)}`)
  const cost =
    late.kind === "none" ? "being late costs nothing" : `${late.percentPerDay} % a day late, ${late.graceDays} free`
  const table = grades === undefined ? [] : [grades.length > 0 ? `${grades.length} grades` : "no grades"]
  return [`${count} attempt`, ...dates, cost, ...table].join(", ")
}

function moment(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`
}
