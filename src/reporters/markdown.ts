import type { CheckResult, Report } from "../engine/report.js"
import { escapeMarkdown as md, markdownBlock } from "./escape.js"
import { scoreLine, sectionsOf, titleOf, type Failing, type Group } from "./sections.js"

const MARK = { pass: "✅", fail: "❌", skip: "⏭️", error: "⚠️" } as const

/** Markdown for a merge request, an issue or a mail. */
export function renderMarkdown(report: Report): string {
  const { failing, errors, leftOut } = sectionsOf(report)
  const { pass, fail, skip, error } = report.summary
  const parts = [
    `# ${titleOf(report)}: ${scoreLine(report)}`,
    `${pass} passed, ${fail} failed, ${error} not observed, ${skip} skipped. ${md(report.track)} track, finished ${report.finishedAt}, rules \`${report.rules.slice(0, 12).replaceAll("`", "")}\`.`,
    ...report.hosts
      .filter(({ reachable }) => !reachable)
      .map(({ role, address, problem }) => `**${role}** (${md(address)}) was not reachable: ${md(problem ?? "")}`),
    ...(failing.length > 0 ? ["## To repair", ...failing.flatMap(failingParts)] : []),
    ...(errors.length > 0 ? ["## Not observed", "None of these costs points.", list(errors)] : []),
    "## All checks",
    table(report.checks),
    ...(leftOut.length > 0 ? ["## Left out", list(leftOut)] : []),
  ]
  return `${parts.join("\n\n")}\n`
}

function failingParts({ check, waiting }: Failing): string[] {
  const { evidence, hint, message } = check
  const facts = [
    ...(evidence?.expected === undefined ? [] : [`- expected: ${md(evidence.expected)}`]),
    ...(evidence?.actual === undefined ? [] : [`- actual: ${md(evidence.actual)}`]),
  ]
  return [
    `### ${md(check.id)}: ${md(check.title)}`,
    `Step ${md(check.step)}, on ${check.host}.`,
    ...(message === undefined ? [] : [md(message)]),
    ...(facts.length > 0 ? [facts.join("\n")] : []),
    ...(evidence?.excerpt === undefined ? [] : [markdownBlock(evidence.excerpt)]),
    ...(hint === undefined ? [] : [`**Hint:** ${md(hint)}`]),
    ...(waiting.length > 0 ? [`Waiting for it: ${waiting.map(md).join(", ")}.`] : []),
  ]
}

function list(groups: readonly Group[]): string {
  return groups
    .map(
      ({ because, checks, waiting }) =>
        `- ${[...checks.map(({ id }) => id), ...waiting].map(md).join(", ")}: ${md(because)}`,
    )
    .join("\n")
}

function table(checks: readonly CheckResult[]): string {
  const rows = checks.map(
    ({ status, step, id, title, points }) =>
      `| ${MARK[status]} ${status} | ${md(step)} | ${md(id)} | ${md(title)} | ${points.earned}/${points.possible} |`,
  )
  return ["| result | step | check | what it shows | points |", "| --- | --- | --- | --- | --- |", ...rows].join("\n")
}
