import { loadCatalog } from "../../catalog/load-catalog.js"
import { nearest } from "../../errors/nearest.js"
import type { Catalog } from "../../engine/catalog.js"
import { CourseError } from "../../errors/course-error.js"
import type { Queries } from "../../grading/gradebook/database.js"
import { allStudents } from "../../grading/gradebook/store/students.js"
import type { Student } from "../../grading/model.js"
import { outlineOf, type Outline } from "../../grading/score/outline.js"

/** The whole course, as scores know it. */
export async function loadOutline(): Promise<{ outline: Outline; catalog: Catalog }> {
  const catalog = await loadCatalog({})
  return { outline: outlineOf(catalog), catalog }
}

/** @throws CourseError COURSE_UNKNOWN_ID with the nearest student */
export async function findStudent(database: Queries, id: string): Promise<Student> {
  const students = await allStudents(database)
  const found = students.find((student) => student.id === id)
  if (found) return found
  const ids = students.map((student) => student.id)
  throw unknown(
    `No student of the gradebook is called "${id}".`,
    nearest(id, ids),
    "All students: `course gradebook show`.",
  )
}

/** A block by its id or number. @throws CourseError COURSE_UNKNOWN_ID with the nearest block */
export function findBlock({ blocks }: Outline, word: string): string {
  const ids = blocks.map(({ id }) => id)
  const found = ids.find((id) => id === word || id === `block${word}`)
  if (found !== undefined) return found
  const otherwise = isPath(word)
    ? `A class is named by its roster or the folder of it: --gradebook ${word}`
    : `Blocks are ${ids.join(", ")}.`
  throw unknown(`No block is called "${word}".`, nearest(word, ids), otherwise)
}

/** A block or a check. @throws CourseError COURSE_UNKNOWN_ID with the nearest of them */
export function findScope(outline: Outline, word: string): string {
  const checks = outline.checks.map(({ id }) => id)
  const blocks = outline.blocks.map(({ id }) => id)
  if (checks.includes(word)) return word
  const block = blocks.find((id) => id === word || id === `block${word}`)
  if (block !== undefined) return block
  throw unknown(
    `No block or check is called "${word}".`,
    nearest(word, [...blocks, ...checks]),
    "Name a block (block5) or a check (b5.active).",
  )
}

/** Elsewhere the roster is the first word; here somebody may try the same. */
function isPath(word: string): boolean {
  return word.includes("/") || /\.(csv|ya?ml)$/i.test(word)
}

function unknown(message: string, meant: string | undefined, otherwise: string): CourseError {
  return new CourseError("COURSE_UNKNOWN_ID", message, {
    hint: meant === undefined ? otherwise : `Did you mean ${meant}?`,
  })
}
