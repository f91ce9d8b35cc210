import type { CheckResult, Report } from "../engine/report.js"
import { escapeHtml as h } from "./escape.js"
import { scoreLine, secondsOf, sectionsOf, titleOf, type Failing, type Group } from "./sections.js"

const WORD = { pass: "passed", fail: "failed", skip: "skipped", error: "not observed" } as const

/** One self-contained page: no script, nothing loaded, light and dark, fit for print. */
export function renderHtml(report: Report): string {
  const { failing, errors, leftOut } = sectionsOf(report)
  const title = `${titleOf(report)}: ${scoreLine(report)}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${h(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${h(titleOf(report))}</h1>
<p class="score"><strong>${h(scoreLine(report))}</strong></p>
${summary(report)}
${hosts(report)}
</header>
${section("To repair", failing.map(failingArticle))}
${section("Not observed", errors.length > 0 ? ["<p>None of these costs points.</p>", groupList(errors)] : [])}
${section("All checks", [table(report.checks)])}
${section("Left out", leftOut.length > 0 ? [groupList(leftOut)] : [])}
<footer><p>Started ${time(report.startedAt)}, took ${secondsOf(report).toFixed(1)} s. Rules <code>${h(report.rules.slice(0, 12))}</code>.</p></footer>
</main>
</body>
</html>
`
}

function summary({ summary: counts }: Report): string {
  const items = (["pass", "fail", "error", "skip"] as const)
    .filter((status) => status === "pass" || counts[status] > 0)
    .map((status) => `<li class="${status}">${counts[status]} ${WORD[status]}</li>`)
  return `<ul class="counts">${items.join("")}</ul>`
}

function hosts({ hosts: all, track }: Report): string {
  const rows = all.map(
    ({ role, address, reachable, problem }) =>
      `<li><b>${role}</b> ${h(address)}${reachable ? "" : ` <span class="error">not reachable</span><br>${lines(problem ?? "")}`}</li>`,
  )
  return `<ul class="hosts"><li><b>track</b> ${track}</li>${rows.join("")}</ul>`
}

function section(title: string, parts: readonly string[]): string {
  return parts.length === 0 ? "" : `<section>\n<h2>${title}</h2>\n${parts.join("\n")}\n</section>`
}

function failingArticle({ check, waiting }: Failing): string {
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

function groupList(groups: readonly Group[]): string {
  const items = groups.map(({ because, checks, waiting }) => {
    const ids = [...checks.map(({ id }) => id), ...waiting].map((id) => `<code>${h(id)}</code>`)
    return `<li>${lines(because)}<br>${ids.join(", ")}</li>`
  })
  return `<ul>${items.join("")}</ul>`
}

function table(checks: readonly CheckResult[]): string {
  const rows = checks.map(
    ({ status, step, id, title, points, optional, informational }) =>
      `<tr><td class="${status}">${WORD[status]}</td><td>${h(step)}</td><td><code>${h(id)}</code></td><td>${h(title)}${optional ? " (bonus)" : informational ? " (not scored)" : ""}</td><td class="points">${points.earned}/${points.possible}</td></tr>`,
  )
  return `<div class="scroll"><table>
<thead><tr><th scope="col">result</th><th scope="col">step</th><th scope="col">check</th><th scope="col">what it shows</th><th scope="col">points</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>`
}

function lines(text: string): string {
  return h(text).replaceAll("\n", "<br>")
}

function time(iso: string): string {
  return `<time datetime="${h(iso)}">${h(iso.slice(0, 19).replace("T", " "))} UTC</time>`
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --soft: #5b6168; --line: #d9dde1; --box: #f5f6f7;
  --pass: #156f37; --fail: #b3191f; --error: #8a5300; --skip: #5b6168; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ea; --paper: #16181a; --soft: #a3a9b0; --line: #363b40; --box: #1f2326;
  --pass: #6fcf8e; --fail: #ff8b86; --error: #eeb35a; --skip: #a3a9b0; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { margin: 0 } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line) } h3 { margin: 0; font-size: 1.05rem }
.score { font-size: 1.3rem; margin: .25rem 0 .5rem }
ul.counts, ul.hosts { list-style: none; padding: 0; margin: .25rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem }
.pass { color: var(--pass) } .fail { color: var(--fail) } .error { color: var(--error) } .skip, .place, footer { color: var(--soft) }
article { border: 1px solid var(--line); border-left: 4px solid var(--fail); border-radius: 4px; padding: .75rem 1rem; margin: 1rem 0; break-inside: avoid }
article p { margin: .4rem 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0 } dt { color: var(--soft) } dd { margin: 0; font-family: ui-monospace, monospace }
pre { background: var(--box); padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; margin: .5rem 0 }
code, pre { font-family: ui-monospace, monospace; font-size: .9em }
.hint { background: var(--box); padding: .5rem .8rem; border-radius: 4px }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
th, td:first-child, td:nth-child(2), td:nth-child(3), td.points { white-space: nowrap } td:nth-child(4) { min-width: 11rem } .points { text-align: right; font-variant-numeric: tabular-nums }
@media print { body { font-size: 11pt } main { max-width: none; padding: 0 } pre { white-space: pre-wrap } }
`

/** Backquotes in escaped text, as hints use them for commands. */
function withCode(html: string): string {
  return html.replaceAll(/`([^`]+)`/g, "<code>$1</code>")
}
