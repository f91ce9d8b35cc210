import { select, selectable, type Catalog } from "../engine/catalog.js"
import type { Track } from "../engine/context.js"
import { CourseError } from "../errors/course-error.js"
import { nearest } from "../errors/nearest.js"

/**
 * The ids that the words of a command line name.
 * @throws CourseError COURSE_UNKNOWN_ID with the nearest known word
 */
export function selectChecks(catalog: Catalog, track: Track, words: readonly string[]): Set<string> {
  const { ids, unknown } = select(catalog, track, words)
  if (unknown.length === 0) return ids
  const known = selectable(catalog)
  const otherTrack = unknown.find((word) => known.includes(word))
  if (otherTrack !== undefined)
    throw new CourseError("COURSE_UNKNOWN_ID", `${otherTrack} has no check on the ${track} track.`, {
      hint: "The track is set by `track:` in course.yaml.",
    })
  const meant = unknown.map((word) => nearest(word, known)).filter((word) => word !== undefined)
  const named = unknown.map((word) => `"${word}"`).join(", ")
  throw new CourseError("COURSE_UNKNOWN_ID", `No block, exercise, step or check is called ${named}.`, {
    hint:
      meant.length > 0
        ? `Did you mean \`course check ${meant.join(" ")}\`?`
        : `A block is ${catalog.blocks.map(({ id }) => id).join(", ")}; an exercise 5.4, a step 5.4.6, a check b5.active.`,
  })
}
