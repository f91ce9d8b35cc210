import type { GradebookView } from "../../model.js"
import { blockIdOf, blockName, hasResult, isComplete, reasonOf, STATE_WORDS } from "../cell-words.js"
import { tableOf, type Shape, type Table } from "./table.js"

const FEEDBACK = " (feedback)"

export const moodleShape: Shape = {
  name: "Moodle",
  key: ["ID number"],
  columnOf: (title, titles) =>
    titles.includes(title + FEEDBACK)
      ? { title, kind: "number", scope: blockIdOf(/^[^:]+/.exec(title)?.[0] ?? title) }
      : { title, kind: title === "Total" ? "number" : "text" },
}

/**
 * For Moodle's Grades > Import > CSV file: one column per grade item and one for its feedback. Students are found by ID number or by
 * e-mail address, whichever the course has. A student without a result keeps what Moodle has, and reads why; so does the total of a
 * student of whom something could not be seen.
 */
export function moodleTable({ blocks, students }: GradebookView): Table {
  const items = blocks.map(({ id, title }) => `${blockName(id)}: ${title}`)
  const titles = [
    ...["ID number", "Full name", "Email address"],
    ...items.flatMap((item) => [item, item + FEEDBACK]),
    "Total",
  ]
  const rows = students.map(({ student, blocks: cells, total }) => [
    ...[student.id, student.name, student.email],
    ...blocks.flatMap(({ id }) => {
      const cell = cells.find(({ block }) => block === id)
      if (!cell) return [undefined, undefined]
      const reason = reasonOf(cell) ?? (cell.state === "proven" ? undefined : `${sentence(STATE_WORDS[cell.state])}.`)
      return [hasResult(cell) ? cell.earned : undefined, reason]
    }),
    isComplete(cells) ? total.earned : undefined,
  ])
  return tableOf(moodleShape, titles, rows)
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
