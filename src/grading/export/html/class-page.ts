import { escapeHtml as h } from "../../../reporters/escape.js"
import { htmlPage, lines, time } from "../../../reporters/html-page.js"
import type { BlockCell, GradebookView, StudentRow } from "../../model.js"
import { blockName, hasResult, policyWords, reasonOf, STATE_WORDS } from "../cell-words.js"
import { changesPart } from "./changes.js"
import { hardestPart } from "./hardest.js"
import { heatMapPart } from "./heat-map.js"
import { histogramPart } from "./histogram.js"
import { factsTable, number, part, personName } from "./parts.js"
import { GRADEBOOK_STYLE } from "./style.js"

/** How a cell of the table says that it is not simply proven. */
const MARKS = { proven: "", kept: "↺", overridden: "✎", unobserved: "!", none: "" } as const

/** The report of the class, for the instructor: everyone at a glance, with links to the reports of each. */
export function renderClassPage(view: GradebookView, linkOf: (student: string) => string): string {
  const { students } = view
  const parts = [
    part(
      "students",
      "Students",
      students.length > 0 ? [legend(), studentsTable(view, linkOf)] : ["<p>There are none yet.</p>"],
    ),
    part("spread", "Spread", histogramPart(view)),
    part("changes", "Changed since the run before", changesPart(view, linkOf)),
    part("flags", "Worth a look", flags(view)),
    part("hardest", "Hardest checks", hardestPart(view)),
    part("map", "Students and checks", heatMapPart(view, linkOf)),
  ]
  const main = `<header>
<h1>Gradebook</h1>
<p class="score"><strong>${h(summaryOf(view))}</strong></p>
<p class="soft">${h(policyWords(view.policy))}</p>
</header>
<nav aria-label="Parts of this page"><ul>${parts.flatMap(linkTo).join("")}</ul></nav>
${parts.join("\n")}
<footer><p>As of ${time(view.takenAt)}${view.rules === undefined ? "" : `, rules <code>${h(view.rules.slice(0, 12))}</code>`}.</p></footer>`
  const page = htmlPage({ title: `Gradebook: ${summaryOf(view)}`, main, style: GRADEBOOK_STYLE })
  return page.replace("<main>", '<main class="wide">')
}

function linkTo(html: string): string[] {
  const [, id, title] = /^<section id="(\w+)">\n<h2>(.*?)<\/h2>/.exec(html) ?? []
  return id === undefined ? [] : [`<li><a href="#${id}">${title}</a></li>`]
}

function summaryOf({ students, blocks }: GradebookView): string {
  const seen = students.filter((row) => row.blocks.some(hasResult))
  const mean =
    seen.length === 0
      ? ""
      : `, ${oneDecimal(seen.reduce((sum, { total }) => sum + total.percent, 0) / seen.length)} % on average`
  const unseen = students.length - seen.length
  const people = `${students.length} ${students.length === 1 ? "student" : "students"}`
  return `${people}, ${blocks.length} ${blocks.length === 1 ? "block" : "blocks"}${mean}${unseen === 0 ? "" : `, ${unseen} not observed`}`
}

function legend(): string {
  const items = (["kept", "overridden", "unobserved"] as const).map((state) => `${MARKS[state]} ${STATE_WORDS[state]}`)
  const all = [...items, "&ndash; no result, and no zero"].map((item) => `<li class="soft">${item}</li>`)
  return `<ul class="legend">${all.join("")}</ul>`
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10
}

function studentsTable(view: GradebookView, linkOf: (student: string) => string): string {
  const rows = view.students.map((row) => {
    const { student, total, grade } = row
    const seen = row.blocks.some(hasResult)
    return [
      `<a href="${h(linkOf(student.id))}">${personName(student.name)}</a><br><span class="soft">${h(student.id)}</span>`,
      h(student.group ?? ""),
      ...view.blocks.map(({ id }) => points(row.blocks.find(({ block }) => block === id))),
      seen ? `${number(total.earned)}/${number(total.possible)}` : "&ndash;",
      seen ? `${total.percent} %` : "&ndash;",
      seen ? h(grade ?? "") : "",
      reasons(row),
    ]
  })
  const titles = [
    "student",
    "group",
    ...view.blocks.map(({ id }) => `#${blockName(id)}`),
    "#points",
    "#percent",
    "grade",
    "~why",
  ]
  return factsTable("Students", titles, rows)
}

function points(cell: BlockCell | undefined): string {
  if (!cell || cell.state === "none") return "&ndash;"
  const mark = MARKS[cell.state] === "" ? "" : ` <span class="error">${MARKS[cell.state]}</span>`
  return hasResult(cell) ? `${number(cell.earned)}/${number(cell.possible)}${mark}` : `&ndash;${mark}`
}

/** Why cells are not simply proven; a reason that several blocks share is said once. */
function reasons({ blocks }: StudentRow): string {
  const byReason = new Map<string, string[]>()
  for (const cell of blocks) {
    const reason = reasonOf(cell)
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), blockName(cell.block)])
  }
  return [...byReason].map(([reason, names]) => `${h(whichOf(names, blocks.length))}: ${lines(reason)}`).join("<br>")
}

function whichOf(names: readonly string[], all: number): string {
  return names.length === all && all > 1 ? "All blocks" : names.join(", ")
}

function flags({ students }: GradebookView): string[] {
  const all = [...new Map(students.flatMap((row) => row.flags).map((flag) => [JSON.stringify(flag), flag])).values()]
  if (all.length === 0) return []
  const names = new Map(students.map(({ student }) => [student.id, student.name]))
  const items = all.map(({ students: ids, message, evidence }) => {
    const people = ids.map((id) => `${personName(names.get(id) ?? id)} (${h(id)})`)
    return `<li>${lines(message)}<br>${people.join(", ")}<br><code>${lines(evidence)}</code></li>`
  })
  return [`<p>None of these costs points.</p><ul class="flags">${items.join("\n")}</ul>`]
}
