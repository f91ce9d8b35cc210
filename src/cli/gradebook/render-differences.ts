import type { CheckResult } from "../../engine/report.js"
import { points, safe, table, wrapped, type Paper } from "./text.js"

export interface Difference {
  readonly student: string
  readonly check: string
  readonly before: CheckResult | undefined
  readonly after: CheckResult | undefined
}

/** What came out otherwise: one line per student and check, with the reason of what is not passed now. */
export function renderDifferences(differences: readonly Difference[], paper: Paper): string {
  if (differences.length === 0) return "Nothing differs.\n"
  const columns = [
    { title: "student", shrinkTo: 10 },
    { title: "check", shrinkTo: 16 },
    { title: "before" },
    { title: "after" },
    { title: "points", align: "right" as const },
  ]
  const rows = differences.map(({ student, check, before, after }) => [
    safe(student),
    safe(check),
    before?.status ?? "not there",
    after?.status ?? "not there",
    `${points(before?.points.earned ?? 0)} -> ${points(after?.points.earned ?? 0)}`,
  ])
  const [head = "", ...lines] = table(columns, rows, paper)
  const gained = differences.reduce(
    (sum, { before, after }) => sum + (after?.points.earned ?? 0) - (before?.points.earned ?? 0),
    0,
  )
  const students = new Set(differences.map(({ student }) => student)).size
  return (
    [
      head,
      ...lines.flatMap((line, index) => {
        const after = differences[index]?.after
        const why = after?.status === "pass" ? undefined : (after?.message ?? after?.because)
        return why === undefined ? [line] : [line, ...wrapped(safe(why), "    ", paper)]
      }),
      "",
      `${differences.length} results of ${students} students differ, ${gained >= 0 ? "+" : ""}${points(gained)} points.`,
    ].join("\n") + "\n"
  )
}
