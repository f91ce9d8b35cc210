import type { CastReader } from "./cast-reader.js"

/** What a recording holds, without playing it. */
export interface CastDescription {
  file: string
  width: number
  height: number
  title?: string
  /** When it began, ISO 8601. */
  startedAt?: string
  seconds: number
  events: { shown: number; typed: number; resized: number; others: number }
  /** The lines that were typed in the open. */
  typed: string[]
}

/** Reads a recording to its end. @throws CourseError COURSE_FILE_UNREADABLE with the line where it is broken */
export async function describeCast(cast: CastReader, file: string): Promise<CastDescription> {
  const count = { o: 0, i: 0, r: 0, others: 0 }
  const typed: string[] = []
  let seconds = 0
  for await (const [at, kind, text] of cast.events()) {
    seconds = Math.max(seconds, at)
    if (kind === "o" || kind === "i" || kind === "r") count[kind]++
    else count.others++
    if (kind === "i") typed.push(text)
  }
  const { width, height, title, timestamp } = cast.header
  const began = timestamp === undefined ? undefined : new Date(timestamp * 1000)
  return {
    file,
    width,
    height,
    ...(title === undefined ? {} : { title }),
    ...(began === undefined || Number.isNaN(began.getTime()) ? {} : { startedAt: began.toISOString() }),
    seconds,
    events: { shown: count.o, typed: count.i, resized: count.r, others: count.others },
    typed,
  }
}
