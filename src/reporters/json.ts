import type { Report } from "../engine/report.js"
import { safeJson } from "./escape.js"

/** The report itself, indented; its schema is templates/report.schema.json. */
export function renderJson(report: Report): string {
  return `${safeJson(report, 2)}\n`
}
