import type { CheckResult, Report } from "../engine/report.js"
import { escapeTap, safeJson, visible } from "./escape.js"
import { scoreLine } from "./sections.js"

/** Test Anything Protocol, version 14. Details are YAML blocks whose values are JSON, which YAML includes. */
export function renderTap(report: Report): string {
  return [
    "TAP version 14",
    `1..${report.checks.length}`,
    ...report.checks.flatMap((check, index) => [testPoint(check, index + 1), ...details(check)]),
    `# ${scoreLine(report)}`,
    "",
  ].join("\n")
}

function testPoint(check: CheckResult, number: number): string {
  const ok = check.status === "pass" || check.status === "skip" ? "ok" : "not ok"
  const directive = check.status === "skip" ? ` # SKIP ${escapeTap(check.because ?? "")}` : ""
  return `${ok} ${number} - ${escapeTap(`${check.id}: ${check.title}`)}${directive}`
}

function details({ status, step, host, message, because, evidence, hint, durationMs }: CheckResult): string[] {
  if (status !== "fail" && status !== "error") return []
  const facts = {
    severity: status,
    message: message ?? because,
    step,
    host,
    ...evidence,
    hint,
    duration_ms: durationMs,
  }
  const lines = Object.entries(facts).flatMap(([key, value]) =>
    value === undefined ? [] : [`  ${key}: ${safeJson(typeof value === "string" ? visible(value) : value)}`],
  )
  return ["  ---", ...lines, "  ..."]
}
