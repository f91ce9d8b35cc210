import type { Track } from "../../src/engine/context.js"
import type { Chapter } from "../../src/notes/chapter.js"

/** Chapters that are replayed one after the other on the same hosts, and the state that these begin in. */
export interface Course {
  from: string
  chapters: readonly Chapter[]
}

/**
 * What COURSE_ROBOT asks for: tracks and blocks, such as `python block4`; without a block, all that are not left out. A block that does
 * not follow the one before begins on hosts of its own, in the state that its notes name.
 */
export function chosenCourses(
  words: string,
  track: Track,
  chapters: readonly Chapter[],
  leftOut: Readonly<Record<string, string>>,
): Course[] {
  const chosen = words.split(/\s+/).filter(Boolean)
  const tracks = chosen.filter((word): word is Track => word === "typescript" || word === "python")
  const blocks = chosen.filter((word) => !tracks.some((each) => each === word))
  const unknown = blocks.filter((word) => !chapters.some(({ block }) => block === word))
  if (unknown.length > 0) throw new Error(`The robot knows no ${unknown.join(", ")}.`)
  if (tracks.length > 0 && !tracks.includes(track)) return []
  const wanted = chapters.filter(({ block }) =>
    blocks.length === 0 ? leftOut[block] === undefined : blocks.includes(block),
  )
  const courses: { from: string; chapters: Chapter[] }[] = []
  for (const chapter of wanted) {
    const last = courses.at(-1)
    if (last?.chapters.at(-1)?.number === chapter.number - 1) last.chapters.push(chapter)
    else courses.push({ from: chapter.from ?? "fresh", chapters: [chapter] })
  }
  return courses
}
