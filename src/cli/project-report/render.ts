import { Ansis } from "ansis"
import type { ReportFinding } from "../../grading/project-report/check-report.js"
import type { Proposal } from "../../grading/project-report/proposal.js"
import { oneLine } from "../../reporters/escape.js"
import { symbols } from "../../reporters/symbols.js"

export interface Style {
  readonly color: boolean
  readonly unicode: boolean
}

/** One line: who has which topic since when. */
export function proposalLine({ id, block, title, category, state, submittedAt, why }: Proposal, style: Style): string {
  const paint = new Ansis(style.color ? 1 : 0)
  const shown = { submitted: paint.yellow, approved: paint.green, rejected: paint.red }[state](state.padEnd(9))
  const reason = why === undefined ? "" : paint.dim(` (${oneLine(why)})`)
  return `${oneLine(id)}  ${shown}  ${submittedAt.slice(0, 16).replace("T", " ")}  ${oneLine(block)}  ${category}  ${oneLine(title)}${reason}`
}

/** What an instructor should compare before they approve. */
export function nearLines(near: readonly Proposal[], style: Style): string[] {
  if (near.length === 0) return []
  return ["Much alike; compare before you approve:", ...near.map((each) => `  ${proposalLine(each, style)}`)]
}

/** One line per thing that a report has to have. */
export function findingLines(findings: readonly ReportFinding[], { color, unicode }: Style): string[] {
  const paint = new Ansis(color ? 1 : 0)
  const marks = symbols(unicode)
  const width = Math.max(...findings.map(({ id }) => id.length))
  return findings.map(
    ({ id, ok, message }) =>
      `${ok ? paint.green(marks.pass) : paint.red(marks.fail)} ${id.padEnd(width)}  ${oneLine(message)}`,
  )
}
