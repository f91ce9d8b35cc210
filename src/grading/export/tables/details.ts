import type { GradebookView } from "../../model.js"
import { overrideWords, policyWords } from "../cell-words.js"
import { fixedShape, tableOf, type Table } from "./table.js"

export const checksShape = fixedShape("Checks", ["id", "check"], ["points", "possible"])
export const historyShape = fixedShape("History", ["id", "run"], ["earned", "possible"])
export const rubricShape = fixedShape("Rubric", ["id", "dimension"], ["points", "of"])
export const policyShape = fixedShape("Policy", ["what", "about"], [])

/** One row per student and check, with its evidence. */
export function checksTable({ students }: GradebookView): Table {
  const titles = [
    ...["id", "name", "block", "step", "check", "title", "host", "result", "state", "points", "possible"],
    ...["reason", "expected", "actual", "hint", "judged at", "override"],
  ]
  const rows = students.flatMap(({ student, checks }) =>
    checks.map((check) => [
      ...[student.id, student.name, check.block, check.step, check.id, check.title, check.host],
      ...[check.status, check.state, check.points.earned, check.points.possible],
      ...[check.message ?? check.because, check.evidence?.expected, check.evidence?.actual, check.hint],
      ...[check.judgedAt, check.override && overrideWords(check.override)],
    ]),
  )
  return tableOf(checksShape, titles, rows)
}

/** One row per student and run. */
export function historyTable({ students }: GradebookView): Table {
  const titles = ["id", "name", "run", "at", "state", "source", "rules", "earned", "possible", "hosts", "notes"]
  const rows = students.flatMap(({ student, history }) =>
    history.map((entry) => [
      ...[student.id, student.name, entry.runId, entry.at, entry.state, entry.source, entry.rules],
      ...[entry.earned, entry.possible],
      entry.hosts.map(({ role, problem }) => `${role}: ${problem ?? "reached"}`).join("\n"),
      entry.notes.map(({ at, kind, message }) => `${at} ${kind}: ${message}`).join("\n"),
    ]),
  )
  return tableOf(historyShape, titles, rows)
}

/** One row per student and dimension that a person scored. */
export function rubricTable({ students }: GradebookView): Table {
  const titles = ["id", "name", "dimension", "points", "of", "who", "at", "note"]
  const rows = students.flatMap(({ student, rubric }) =>
    rubric.map(({ dimension, points, of, who, at, note }) => [
      ...[student.id, student.name, dimension, points, of, who, at, note],
    ]),
  )
  return tableOf(rubricShape, titles, rows)
}

/** How the points came to be, so that the file explains itself. */
export function policyTable({ policy, rules, blocks }: GradebookView): Table {
  const rows = [
    ["rules", undefined, rules],
    ["policy", undefined, policyWords(policy)],
    ...blocks.map(({ id, title, possible }) => ["block", id, `${title}, ${possible} points`]),
    ...Object.entries(policy.due).map(([block, due]) => ["due", block, due]),
    ...policy.grades.map(({ grade, from }) => ["grade", grade, `from ${from} %`]),
  ]
  return tableOf(policyShape, ["what", "about", "value"], rows)
}
