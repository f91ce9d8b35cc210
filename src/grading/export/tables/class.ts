import type { BlockCell, GradebookView } from "../../model.js"
import { hasResult, reasonOf } from "../cell-words.js"
import { tableOf, type Shape, type Table, type Value } from "./table.js"

const PERSON = ["id", "name", "email", "group", "track"]
const SUMS = ["total points", "total possible", "percent"]

export const classShape: Shape = {
  name: "Class",
  key: ["id"],
  columnOf: (title) => {
    const scope = /^(.+): points$/s.exec(title)?.[1]
    if (scope !== undefined) return { title, kind: "number", scope }
    return { title, kind: SUMS.includes(title) || title.endsWith(": possible") ? "number" : "text" }
  },
}

/** One row per student; each block with points, state and reason side by side. */
export function classTable({ blocks, students }: GradebookView): Table {
  const titles = [
    ...PERSON,
    ...blocks.flatMap(({ id }) => ["points", "possible", "state", "reason"].map((what) => `${id}: ${what}`)),
    ...SUMS,
    "grade",
    "look at",
  ]
  const rows = students.map(({ student, blocks: cells, total, grade, flags }) => [
    ...[student.id, student.name, student.email, student.group, student.track],
    ...blocks.flatMap(({ id }) => cellValues(cells.find(({ block }) => block === id))),
    // Of whom nothing was seen there is no sum: a nought would read as a result.
    ...(cells.some(hasResult) ? [total.earned, total.possible, total.percent] : [undefined, undefined, undefined]),
    grade,
    flags.map(({ message }) => message).join("\n"),
  ])
  return tableOf(classShape, titles, rows)
}

function cellValues(cell: BlockCell | undefined): Value[] {
  if (!cell) return [undefined, undefined, "none", undefined]
  return [hasResult(cell) ? cell.earned : undefined, cell.possible, cell.state, reasonOf(cell)]
}
