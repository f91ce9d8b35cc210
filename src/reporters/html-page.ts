import { escapeHtml as h } from "./escape.js"

export interface HtmlPage {
  readonly title: string
  /** What stands in `main`, as HTML. */
  readonly main: string
  /** Rules that only this page needs. */
  readonly style?: string
}

/** One self-contained page: no script, nothing loaded, light and dark, fit for print. */
export function htmlPage({ title, main, style = "" }: HtmlPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${h(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`
}

/** A part of a page under a heading of ours; nothing when there is nothing to show. */
export function section(title: string, parts: readonly string[]): string {
  return parts.length === 0 ? "" : `<section>\n<h2>${title}</h2>\n${parts.join("\n")}\n</section>`
}

/** Text that may span lines. */
export function lines(text: string): string {
  return h(text).replaceAll("\n", "<br>")
}

export function time(iso: string): string {
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
