import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Track } from "../../src/engine/context.js"
import { labDown } from "../../src/lab/lab.js"
import { loadChapters } from "../../src/notes/parse.js"
import { chosenCourses, type Course } from "./choice.js"
import { bootForCourse } from "./lab-course.js"
import { leftOut } from "./left-out.js"
import { Replay } from "./replay.js"
import { stepsOf } from "./steps.js"

/**
 * Goes the way of a student of a track by the notes alone: every command typed, every file written, from fresh hosts to the last tag; and
 * at the end of each step its outcomes hold, and nothing of the steps to come. COURSE_ROBOT narrows the choice: see choice.ts.
 */
export async function replayTrack(track: Track): Promise<void> {
  const courses = chosenCourses(process.env.COURSE_ROBOT ?? "", track, await loadChapters(), leftOut[track])
  if (courses.length === 0) test("nothing of this track was asked for", () => expect(courses).toEqual([]))
  for (const course of courses) replayCourse(track, course)
}

function replayCourse(track: Track, { from, chapters }: Course): void {
  const lab = `robot-${track}`
  let replay: Replay | undefined

  describe(`on the ${track} track, from ${from}, the notes lead through`, () => {
    beforeAll(async () => {
      await bootForCourse(lab, track, from)
      replay = await Replay.open(lab, chapters)
    })
    afterAll(async () => {
      await replay?.close()
      await labDown({ name: lab })
    })

    describe.each(chapters.map((chapter) => [chapter.block, chapter] as const))("%s", (_block, chapter) => {
      test.each(stepsOf(chapter).map(({ id, title }) => [id, title] as const))("%s %s", async (id) => {
        expect(await replay?.step(id)).toEqual([])
      })
      test("at its end, everything that it is to bring about holds, and nothing of later blocks", async () => {
        expect(await replay?.endOf(chapter)).toEqual([])
      })
    })
  })
}
