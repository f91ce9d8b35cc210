import { escapeHtml as h } from "../../../reporters/escape.js"
import { htmlPage, lines, section, time } from "../../../reporters/html-page.js"
import { checksTable, failingArticle, groupList } from "../../../reporters/html-parts.js"
import { sectionsOf } from "../../../reporters/sections.js"
import type { GradebookView, HistoryEntry, Override, StudentRow } from "../../model.js"
import { blockName, hasResult, policyWords, reasonOf, STATE_WORDS } from "../cell-words.js"
import { factsTable, number, personName } from "./parts.js"
import { GRADEBOOK_STYLE } from "./style.js"

/** One student's report, made to be given to them: it names nobody else, and flags about several students stay with the class. */
export function renderStudentPage(row: StudentRow, view: GradebookView): string {
  const { student, total, checks } = row
  const { failing, errors, leftOut } = sectionsOf({ checks: [...checks] })
  const seen = row.blocks.some(hasResult)
  const score = seen ? scoreOf(row) : "Nothing could be observed yet"
  const main = `<header>
<h1>${personName(student.name)}</h1>
<p class="score"><strong>${h(score)}</strong></p>
<ul class="hosts"><li><b>id</b> ${h(student.id)}</li>${student.group === undefined ? "" : `<li><b>group</b> ${h(student.group)}</li>`}<li><b>track</b> ${student.track}</li></ul>
</header>
${section("Blocks", [blocksTable(row, view), `<p class="soft">${h(policyWords(view.policy))}</p>`])}
${section("Set by a person", overrides(row))}
${section("Rubric", rubric(row))}
${section("To repair", failing.map(failingArticle))}
${section("Not observed", errors.length > 0 ? ["<p>None of these costs points.</p>", groupList(errors)] : [])}
${section("All checks", checks.length > 0 ? [focusable(checksTable(checks), "All checks")] : [])}
${section("Left out", leftOut.length > 0 ? [groupList(leftOut)] : [])}
${section("History", history(row.history))}
<footer><p>As of ${time(view.takenAt)}${view.rules === undefined ? "" : `, rules <code>${h(view.rules.slice(0, 12))}</code>`}. ${h(`${number(total.earned)} of ${number(total.possible)}`)} counts blocks alone.</p></footer>`
  return htmlPage({ title: `${student.name}: ${score}`, main, style: GRADEBOOK_STYLE })
}

function scoreOf({ total, grade }: StudentRow): string {
  const line = `${number(total.earned)} of ${number(total.possible)} points (${total.percent} %)`
  return grade === undefined ? line : `${line}, grade ${grade}`
}

function blocksTable({ blocks }: StudentRow, view: GradebookView): string {
  const rows = view.blocks.map(({ id, title }) => {
    const cell = blocks.find(({ block }) => block === id)
    const name = `${h(blockName(id))}<br><span class="soft">${h(title)}</span>`
    const due = view.policy.due[id]
    const dueCell = due === undefined ? "" : h(due.slice(0, 16).replace("T", " "))
    if (!cell) return [name, "&ndash;", "", STATE_WORDS.none, "", dueCell]
    const points = hasResult(cell) ? number(cell.earned) : "&ndash;"
    return [name, points, number(cell.possible), STATE_WORDS[cell.state], lines(reasonOf(cell) ?? ""), dueCell]
  })
  return factsTable("Blocks", ["block", "#points", "#of", "state", "~why", "due"], rows)
}

function overrides({ blocks, checks }: StudentRow): string[] {
  const all = [...blocks, ...checks].flatMap(({ override }) => override ?? [])
  return all.map(
    ({ scope, points, who, at, why }: Override) =>
      `<div class="set"><p><b>${h(blockName(scope))}</b>: ${number(points)} points, by ${h(who)} on ${time(at)}<br>${lines(why)}</p></div>`,
  )
}

function rubric({ rubric: scores }: StudentRow): string[] {
  if (scores.length === 0) return []
  const rows = scores.map(({ dimension, points, of, who, at, note }) => {
    return [h(dimension), number(points), number(of), `${h(who)}, ${time(at)}`, lines(note ?? "")]
  })
  return [factsTable("Rubric", ["dimension", "#points", "#of", "by", "~note"], rows)]
}

function history(entries: readonly HistoryEntry[]): string[] {
  if (entries.length === 0) return []
  const rows = entries.map(({ at, state, source, rules, earned, possible, hosts, notes }) => [
    time(at),
    state === "graded" ? number(earned) : "&ndash;",
    number(possible),
    state === "unobserved" ? "not observed" : state,
    source,
    `<code>${h((rules ?? "").slice(0, 8))}</code>`,
    [...hosts.flatMap(({ problem }) => problem ?? []), ...notes.map(({ message }) => message)]
      .filter((text, index, all) => all.indexOf(text) === index)
      .map(lines)
      .join("<br>"),
  ])
  return [factsTable("History", ["run", "#points", "#of", "state", "source", "rules", "~notes"], rows)]
}

/** The table of all reports, in a box that can be scrolled by keyboard. */
function focusable(table: string, label: string): string {
  return table.replace(
    '<div class="scroll">',
    `<div class="scroll" role="region" tabindex="0" aria-label="${h(label)}">`,
  )
}
