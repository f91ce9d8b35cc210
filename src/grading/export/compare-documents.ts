import type { GradebookView } from "../model.js"
import { toCellText } from "./cell-text.js"
import type { Difference } from "./compare-tables.js"
import { documentOf } from "./json.js"

/** Compares field by field; when the gradebook was looked at does not count. */
export function compareDocuments(file: GradebookView, view: GradebookView): Difference[] {
  const theirs = fieldsOf(file)
  const ours = fieldsOf(view)
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((path) => {
    const [file, gradebook] = [theirs.get(path), ours.get(path)]
    if (file === gradebook) return []
    const [row = "", ...column] = JSON.parse(path) as string[]
    return [{ sheet: "JSON", row, line: undefined, column: column.join("."), file, gradebook }]
  })
}

function fieldsOf(view: GradebookView): Map<string, string | number> {
  const { students, ...head } = documentOf({ ...view, takenAt: "" })
  const fields = new Map<string, string | number>()
  const add = (path: readonly string[], value: unknown): void => {
    if (value === undefined) return
    if (typeof value === "object" && value !== null) {
      const entries = Array.isArray(value)
        ? value.map((each, index): [string, unknown] => [partName(each, index), each])
        : Object.entries(value)
      // An empty list or object differs from none.
      if (entries.length === 0) fields.set(JSON.stringify(path), Array.isArray(value) ? "[]" : "{}")
      for (const [name, each] of entries) add([...path, name], each)
    } else
      fields.set(
        JSON.stringify(path),
        typeof value === "number" ? value : value === null ? "null" : JSON.stringify(value),
      )
  }
  add(["the gradebook"], head)
  students.forEach((student) => add([student.student.id], student))
  return fields
}

/** Members of lists by what they are called, so that one more does not shift all others. */
function partName(member: unknown, index: number): string {
  if (typeof member !== "object" || member === null) return String(index)
  const { id, block, dimension, runId } = member as Record<string, unknown>
  const name = [id, block, dimension, runId].find((each) => typeof each === "string")
  return name === undefined ? String(index) : toCellText(String(name))
}
