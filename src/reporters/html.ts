import type { Report } from "../engine/report.js"
import { escapeHtml as h } from "./escape.js"
import { checksTable, failingArticle, groupList, STATUS_WORDS } from "./html-parts.js"
import { htmlPage, lines, section, time } from "./html-page.js"
import { scoreLine, secondsOf, sectionsOf, titleOf } from "./sections.js"

/** The report as a page that can be kept, sent and printed. */
export function renderHtml(report: Report): string {
  const { failing, errors, leftOut } = sectionsOf(report)
  const main = `<header>
<h1>${h(titleOf(report))}</h1>
<p class="score"><strong>${h(scoreLine(report))}</strong></p>
${summary(report)}
${hosts(report)}
</header>
${section("To repair", failing.map(failingArticle))}
${section("Not observed", errors.length > 0 ? ["<p>None of these costs points.</p>", groupList(errors)] : [])}
${section("All checks", [checksTable(report.checks)])}
${section("Left out", leftOut.length > 0 ? [groupList(leftOut)] : [])}
<footer><p>Started ${time(report.startedAt)}, took ${secondsOf(report).toFixed(1)} s. Rules <code>${h(report.rules.slice(0, 12))}</code>.</p></footer>`
  return htmlPage({ title: `${titleOf(report)}: ${scoreLine(report)}`, main })
}

function summary({ summary: counts }: Report): string {
  const items = (["pass", "fail", "error", "skip"] as const)
    .filter((status) => status === "pass" || counts[status] > 0)
    .map((status) => `<li class="${status}">${counts[status]} ${STATUS_WORDS[status]}</li>`)
  return `<ul class="counts">${items.join("")}</ul>`
}

function hosts({ hosts: all, track }: Report): string {
  const rows = all.map(
    ({ role, address, reachable, problem }) =>
      `<li><b>${role}</b> ${h(address)}${reachable ? "" : ` <span class="error">not reachable</span><br>${lines(problem ?? "")}`}</li>`,
  )
  return `<ul class="hosts"><li><b>track</b> ${track}</li>${rows.join("")}</ul>`
}
