import { escapeHtml as h } from "../../../reporters/escape.js"
import { time } from "../../../reporters/html-page.js"
import type { GradebookView, HistoryEntry, StudentRow } from "../../model.js"
import { factsTable, number, personName } from "./parts.js"

interface Change {
  readonly row: StudentRow
  readonly now: HistoryEntry
  readonly before: HistoryEntry
  readonly by: number
}

/** What the newest attempt of each student brought against the one before; losses come first. */
export function changesPart({ students }: GradebookView, linkOf: (student: string) => string): string[] {
  const pairs = students.flatMap((row): Change[] => {
    const [now, before] = row.history.filter(({ state }) => state === "graded" || state === "unobserved")
    return now && before ? [{ row, now, before, by: differenceOf(now, before) }] : []
  })
  if (pairs.length === 0) return []
  const changed = pairs
    .filter(({ now, before, by }) => by !== 0 || now.state !== before.state)
    .sort((a, b) => a.by - b.by)
  const same = `<p class="soft">${pairs.length - changed.length} of ${pairs.length} have the same as before.</p>`
  if (changed.length === 0) return [same]
  const rows = changed.map(({ row: { student }, now, before, by }) => [
    `<a href="${h(linkOf(student.id))}">${personName(student.name)}</a>`,
    pointsOf(before),
    pointsOf(now),
    wordsOf(now, before, by),
    time(now.at),
  ])
  return [same, factsTable("Changed since the run before", ["student", "#before", "#now", "change", "run"], rows)]
}

/** Points are compared only where both were observed. */
function differenceOf(now: HistoryEntry, before: HistoryEntry): number {
  return now.state === "graded" && before.state === "graded" ? now.earned - before.earned : 0
}

function pointsOf({ state, earned, possible }: HistoryEntry): string {
  return state === "graded" ? `${number(earned)}/${number(possible)}` : "&ndash;"
}

function wordsOf(now: HistoryEntry, before: HistoryEntry, by: number): string {
  if (now.state !== before.state) return now.state === "graded" ? "observed again" : "no longer observed"
  return by > 0 ? `<span class="pass">+${number(by)}</span>` : `<span class="fail">&minus;${number(-by)}</span>`
}
