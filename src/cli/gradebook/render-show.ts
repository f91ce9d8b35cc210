import type { BlockCell, GradebookView, StudentRow } from "../../grading/model.js"
import { points, safe, table, wrapped, type Column, type Paper } from "./text.js"

/** The gradebook as a table, students by blocks; below it why a cell is not simply proven. */
export function renderShow(view: GradebookView, paper: Paper): string {
  const { students, blocks } = view
  if (students.length === 0) return "The gradebook holds no student yet: `course grade ROSTER` adds them.\n"
  const grouped = students.some(({ student }) => student.group !== undefined)
  const tried = blocks.filter(({ id }) => students.some((row) => isTried(row, id)))
  const untried = blocks.filter((block) => !tried.includes(block)).map(({ id }) => shortBlock(id))
  const shown = tried.length > 0 ? tried : blocks
  const sections = chunks(shown, perSection({ ...view, blocks: shown }, paper))
  const tables = sections.map((section, index) => {
    const last = index === sections.length - 1
    const columns: Column[] = [
      { title: "student", shrinkTo: 8 },
      { title: "name", shrinkTo: 8 },
      ...(grouped ? [{ title: "group", shrinkTo: 5 }] : []),
      ...section.map(({ id }) => ({ title: shortBlock(id), align: "right" as const })),
      ...(last
        ? [
            { title: "total", align: "right" as const },
            { title: "%", align: "right" as const },
            { title: "grade", align: "right" as const },
          ]
        : []),
    ]
    const rows = students.map((row) => [
      safe(row.student.id),
      safe(row.student.name),
      ...(grouped ? [safe(row.student.group)] : []),
      ...section.map(({ id }) => cellText(row.blocks.find(({ block }) => block === id))),
      ...(last ? totals(row) : []),
    ])
    return table(columns, rows, paper).join("\n")
  })
  return (
    [
      tables.join("\n\n"),
      ...legend(students, shown, paper),
      ...(tried.length > 0 && untried.length > 0
        ? wrapped(`Nobody was looked at for ${untried.join(", ")}.`, "", paper)
        : []),
      ...reasons(students, paper),
      ...flags(students, paper),
    ].join("\n") + "\n"
  )
}

/** The mark behind points that are not simply proven; their meaning stands in the legend. */
const MARKS = { kept: "~", overridden: "*", unobserved: "?", none: "-", proven: "" } as const

function isTried({ blocks }: StudentRow, id: string): boolean {
  const cell = blocks.find(({ block }) => block === id)
  return cell !== undefined && cell.state !== "none"
}

function cellText(cell: BlockCell | undefined): string {
  if (cell === undefined || cell.state === "none") return MARKS.none
  if (cell.state === "unobserved") return MARKS.unobserved
  return `${points(cell.earned)}/${points(cell.possible)}${MARKS[cell.state]}${cell.late ? "!" : ""}`
}

function totals({ total, grade }: StudentRow): string[] {
  if (total.possible === 0) return ["", "", ""]
  return [`${points(total.earned)}/${points(total.possible)}`, points(total.percent), grade ?? ""]
}

function legend(students: readonly StudentRow[], shown: GradebookView["blocks"], paper: Paper): string[] {
  const ids = new Set(shown.map(({ id }) => id))
  const cells = students.flatMap(({ blocks }) => blocks.filter(({ block }) => ids.has(block)))
  const used = [
    ["~ kept from an earlier look", cells.some(({ state }) => state === "kept")],
    ["* set by a person", cells.some(({ state }) => state === "overridden")],
    ["? never observed", cells.some(({ state }) => state === "unobserved")],
    ["! late", cells.some(({ late }) => late !== undefined)],
    ["- never tried", cells.some(({ state }) => state === "none")],
  ] as const
  const told = used.filter(([, is]) => is).map(([text]) => text)
  return told.length > 0 ? ["", ...wrapped(told.join("   "), "", paper)] : []
}

/** Why, below the table: of every cell, each student's together. */
function reasons(students: readonly StudentRow[], paper: Paper): string[] {
  const lines = students.flatMap(({ student, blocks }) =>
    blocks.flatMap(({ block, because }) =>
      because === undefined
        ? []
        : [paper.paint.bold(`${safe(student.id)} ${block}`), ...wrapped(safe(because), "  ", paper)],
    ),
  )
  return lines.length > 0 ? ["", ...lines] : []
}

function flags(students: readonly StudentRow[], paper: Paper): string[] {
  const all = new Set(students.flatMap((row) => row.flags.map(({ message }) => message)))
  if (all.size === 0) return []
  return [
    "",
    paper.paint.bold("To look at (costs no points)"),
    ...[...all].flatMap((text) => wrapped(safe(text), "  ", paper)),
  ]
}

/** How many blocks fit beside the students; the others follow in a table of their own. */
function perSection({ students, blocks }: GradebookView, { width }: Paper): number {
  const ids = new Set(blocks.map(({ id }) => id))
  const cells = students.flatMap((row) =>
    row.blocks.flatMap((cell) => (ids.has(cell.block) ? [cellText(cell).length] : [])),
  )
  const cell = Math.max(3, ...cells) + 2
  const room = width - 2 * 10 - 7 - 24
  return Math.max(1, Math.min(blocks.length, Math.floor(room / cell)))
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const sections: T[][] = []
  for (let start = 0; start < all.length; start += size) sections.push(all.slice(start, start + size))
  return sections
}

function shortBlock(id: string): string {
  return id.replace(/^block/, "b")
}
