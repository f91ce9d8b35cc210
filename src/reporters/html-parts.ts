import type { CheckResult } from "../engine/report.js"
import { escapeHtml as h } from "./escape.js"
import { lines } from "./html-page.js"
import type { Failing, Group } from "./sections.js"

/** What the statuses are called on pages. */
export const STATUS_WORDS = { pass: "passed", fail: "failed", skip: "skipped", error: "not observed" } as const

/** A fault with all that helps to repair it. */
export function failingArticle({ check, waiting }: Failing): string {
  const { id, title, step, host, message, evidence, hint } = check
  const facts = [
    ...(evidence?.expected === undefined ? [] : [`<dt>expected</dt><dd>${lines(evidence.expected)}</dd>`]),
    ...(evidence?.actual === undefined ? [] : [`<dt>actual</dt><dd>${lines(evidence.actual)}</dd>`]),
  ]
  return `<article id="${h(id)}">
<h3><code>${h(id)}</code> ${h(title)}</h3>
<p class="place">step ${h(step)}, on ${host}</p>
${message === undefined ? "" : `<p>${lines(message)}</p>`}
${facts.length > 0 ? `<dl>${facts.join("")}</dl>` : ""}
${evidence?.excerpt === undefined ? "" : `<pre>${h(evidence.excerpt)}</pre>`}
${hint === undefined ? "" : `<p class="hint"><b>Hint</b> ${withCode(lines(hint))}</p>`}
${waiting.length === 0 ? "" : `<p class="place">Waiting for it: ${waiting.map((each) => `<code>${h(each)}</code>`).join(", ")}</p>`}
</article>`
}

/** Checks under the reason that they share. */
export function groupList(groups: readonly Group[]): string {
  const items = groups.map(({ because, checks, waiting }) => {
    const ids = [...checks.map(({ id }) => id), ...waiting].map((id) => `<code>${h(id)}</code>`)
    return `<li>${lines(because)}<br>${ids.join(", ")}</li>`
  })
  return `<ul>${items.join("")}</ul>`
}

/** All checks, one row each. */
export function checksTable(checks: readonly CheckResult[]): string {
  const rows = checks.map(
    ({ status, step, id, title, points, optional, informational }) =>
      `<tr><td class="${status}">${STATUS_WORDS[status]}</td><td>${h(step)}</td><td><code>${h(id)}</code></td><td>${h(title)}${optional ? " (bonus)" : informational ? " (not scored)" : ""}</td><td class="points">${points.earned}/${points.possible}</td></tr>`,
  )
  return `<div class="scroll"><table>
<thead><tr><th scope="col">result</th><th scope="col">step</th><th scope="col">check</th><th scope="col">what it shows</th><th scope="col">points</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>`
}

/** Backquotes in escaped text, as hints use them for commands. */
function withCode(html: string): string {
  return html.replaceAll(/`([^`]+)`/g, "<code>$1</code>")
}
