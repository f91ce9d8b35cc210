import type { Difference } from "../../grading/export/compare-tables.js"
import { oneLine } from "../../reporters/escape.js"

/** What a person reads of a comparison: every difference with its place, or that there is none. */
export function renderComparison(file: string, differences: readonly Difference[]): string {
  if (differences.length === 0) return `${oneLine(file)} equals the gradebook.`
  const count = differences.length === 1 ? "1 difference" : `${differences.length} differences`
  return [`${count} between ${oneLine(file)} and the gradebook:`, ...differences.map((each) => `  ${line(each)}`)].join(
    "\n",
  )
}

function line({ sheet, row, line: number, column, file, gradebook }: Difference): string {
  const place = [sheet, ...(number === undefined ? [] : [`line ${number}`]), row, column].map(oneLine).join(", ")
  return `${place}: ${valueOf(file)} in the file, ${valueOf(gradebook)} in the gradebook`
}

function valueOf(value: string | number | undefined): string {
  if (value === undefined) return "nothing"
  if (typeof value === "number") return String(value)
  const text = oneLine(value)
  return `"${text.length > 60 ? `${text.slice(0, 60)}...` : text}"`
}
