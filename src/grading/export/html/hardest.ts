import { escapeHtml as h } from "../../../reporters/escape.js"
import type { CheckCell, GradebookView } from "../../model.js"
import { factsTable } from "./parts.js"

const SHOWN = 15

interface Tally {
  readonly check: CheckCell
  passed: number
  failed: number
  unobserved: number
}

/** The checks that fail most among those who were judged: where teaching would help most. */
export function hardestPart({ students }: GradebookView): string[] {
  const tallies = new Map<string, Tally>()
  for (const check of students.flatMap(({ checks }) => checks)) {
    const tally = tallies.get(check.id) ?? { check, passed: 0, failed: 0, unobserved: 0 }
    if (check.status === "pass") tally.passed += 1
    if (check.status === "fail") tally.failed += 1
    if (check.status === "error") tally.unobserved += 1
    tallies.set(check.id, tally)
  }
  const hardest = [...tallies.values()]
    .filter(({ failed }) => failed > 0)
    .sort((a, b) => shareOf(b) - shareOf(a) || b.failed - a.failed)
    .slice(0, SHOWN)
  if (hardest.length === 0) return []
  const rows = hardest.map((tally) => [
    `<code>${h(tally.check.id)}</code>`,
    h(tally.check.title),
    h(tally.check.step),
    `${Math.round(shareOf(tally) * 100)} %`,
    String(tally.failed),
    String(tally.passed),
    String(tally.unobserved),
  ])
  return [
    factsTable(
      "Hardest checks",
      ["check", "~what it shows", "step", "#fail", "#failed", "#passed", "#not observed"],
      rows,
    ),
  ]
}

function shareOf({ passed, failed }: Tally): number {
  return failed / (passed + failed)
}
