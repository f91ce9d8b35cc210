import { CourseError } from "../../errors/course-error.js"

/** What an import takes at most: far more than any class has, and less than would take the machine down. */
export const LIMITS = {
  fileBytes: 256 * 1024 * 1024,
  /** What a workbook may unpack to. */
  unpackedBytes: 1024 * 1024 * 1024,
  rowBytes: 4 * 1024 * 1024,
  rows: 1_048_576,
  cells: 20_000_000,
} as const

export function capBytes(bytes: number): void {
  if (bytes > LIMITS.fileBytes) throw tooBig(`It has ${bytes} bytes, and ${LIMITS.fileBytes} are read at most.`)
}

export function capRows(rows: number): void {
  if (rows > LIMITS.rows) throw tooBig(`It has ${rows} rows, and ${LIMITS.rows} are read at most.`)
}

export function capCells(cells: number): void {
  if (cells > LIMITS.cells) throw tooBig(`It has ${cells} cells, and ${LIMITS.cells} are read at most.`)
}

export function tooBig(why: string): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", `The file is too big to be a gradebook. ${why}`, {
    hint: "Name a file that `course gradebook export` wrote.",
  })
}
