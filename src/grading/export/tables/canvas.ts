import type { GradebookView } from "../../model.js"
import { blockIdOf, blockName, hasResult } from "../cell-words.js"
import { tableOf, type Shape, type Table } from "./table.js"

const PERSON = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
/** Canvas knows the row by these words, indented as it writes them itself. */
const POINTS_POSSIBLE = "    Points Possible"

export const canvasShape: Shape = {
  name: "Canvas",
  key: ["SIS User ID"],
  columnOf: (title) =>
    PERSON.includes(title)
      ? { title, kind: "text" }
      : { title, kind: "number", scope: blockIdOf(title.split(" (", 1)[0] ?? title) },
}

/**
 * For the import of Canvas's gradebook. `ID` is a number of Canvas that only Canvas knows: it finds students by `SIS User ID`, or by
 * `SIS Login ID`. The file has no room for reasons; a student without a result has no number.
 */
export function canvasTable({ blocks, students }: GradebookView): Table {
  const titles = [...PERSON, ...blocks.map(({ id, title }) => `${blockName(id)} (${title})`)]
  const possible = [POINTS_POSSIBLE, "", "", "", "", ...blocks.map(({ possible }) => possible)]
  const rows = students.map(({ student, blocks: cells }) => [
    ...[student.name, undefined, student.id, student.email, student.group],
    ...blocks.map(({ id }) => {
      const cell = cells.find(({ block }) => block === id)
      return cell && hasResult(cell) ? cell.earned : undefined
    }),
  ])
  return tableOf(canvasShape, titles, [possible, ...rows])
}
