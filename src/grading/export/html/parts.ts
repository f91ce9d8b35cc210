import { escapeHtml as h } from "../../../reporters/escape.js"

/** A table that scrolls in its own box where the window is narrow; the box can be reached by keyboard. */
export function scrolling(label: string, table: string): string {
  return `<div class="scroll" role="region" tabindex="0" aria-label="${h(label)}">${table}</div>`
}

/**
 * A table of facts. A title that begins with `#` stands over numbers, one with `~` over text that wraps. Cells are HTML, the first
 * one heads its row.
 */
export function factsTable(label: string, titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const classes = titles.map((title) => (title.startsWith("#") ? "number" : title.startsWith("~") ? "prose" : ""))
  const head = titles.map(
    (title, index) => `<th scope="col"${classOf(classes[index])}>${h(title.replace(/^[#~]/, ""))}</th>`,
  )
  const body = rows.map(([first = "", ...rest]) => {
    const others = rest.map((cell, index) => `<td${classOf(classes[index + 1])}>${cell}</td>`)
    return `<tr><th scope="row">${first}</th>${others.join("")}</tr>`
  })
  return scrolling(
    label,
    `<table class="facts">
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>`,
  )
}

/** A name as a person writes it, in its own reading direction. */
export function personName(name: string): string {
  return `<span dir="auto">${h(name)}</span>`
}

/** Points without the noise of binary fractions. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** A part with an anchor; nothing when there is nothing to show. */
export function part(id: string, title: string, parts: readonly string[]): string {
  return parts.length === 0 ? "" : `<section id="${id}">\n<h2>${h(title)}</h2>\n${parts.join("\n")}\n</section>`
}

function classOf(name: string | undefined): string {
  return name ? ` class="${name}"` : ""
}
