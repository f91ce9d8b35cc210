import { escapeHtml as h } from "../../../reporters/escape.js"
import { STATUS_WORDS } from "../../../reporters/html-parts.js"
import type { CheckCell, GradebookView } from "../../model.js"
import { blockName } from "../cell-words.js"
import { personName, scrolling } from "./parts.js"

const SYMBOLS = { pass: "✓", fail: "✗", error: "!", skip: "○" } as const

/** Students x checks, a table per block. Each result is a sign and a colour, never a colour alone. */
export function heatMapPart(view: GradebookView, linkOf: (student: string) => string): string[] {
  const tables = view.blocks.flatMap(({ id, title }) => {
    const checks = checksOf(view, id)
    if (checks.length === 0) return []
    const name = `${blockName(id)}: ${title}`
    return [`<details open><summary>${h(name)}</summary>${scrolling(name, heatTable(view, checks, linkOf))}</details>`]
  })
  return tables.length === 0 ? [] : [legend(), ...tables]
}

/** The checks that any student has in a block, in the order of the steps. */
function checksOf({ students }: GradebookView, block: string): CheckCell[] {
  const checks = new Map<string, CheckCell>()
  for (const row of students) for (const check of row.checks) if (check.block === block) checks.set(check.id, check)
  return [...checks.values()].sort((a, b) => a.step.localeCompare(b.step, "en", { numeric: true }))
}

function heatTable(
  { students }: GradebookView,
  checks: readonly CheckCell[],
  linkOf: (student: string) => string,
): string {
  const head = checks.map(
    ({ id, title }) => `<th scope="col" title="${h(title)}"><span class="up">${h(id)}</span></th>`,
  )
  const rows = students.map(({ student, checks: own }) => {
    const byId = new Map(own.map((check) => [check.id, check]))
    const cells = checks.map(({ id }) => cell(byId.get(id)))
    return `<tr><th scope="row"><a href="${h(linkOf(student.id))}" title="${h(student.name)}">${personName(student.name)}</a></th>${cells.join("")}</tr>`
  })
  return `<table class="heat">
<thead><tr><td></td>${head.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`
}

function cell(check: CheckCell | undefined): string {
  if (!check) return "<td></td>"
  const { status, override, points } = check
  if (override) return `<td class="${points.earned > 0 ? "pass" : "fail"}">✎</td>`
  return `<td class="${status}">${SYMBOLS[status]}</td>`
}

function legend(): string {
  const items = (["pass", "fail", "error", "skip"] as const).map(
    (status) => `<li><span class="${status}">${SYMBOLS[status]}</span>${STATUS_WORDS[status]}</li>`,
  )
  return `<ul class="legend">${items.join("")}<li><span>✎</span>set by a person</li></ul>`
}
