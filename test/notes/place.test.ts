import { describe, expect, test } from "vitest"
import { nearest } from "../../src/errors/nearest.js"
import { findPlace } from "../../src/notes/place.js"

const ids = async (word: string): Promise<(string | undefined)[]> => {
  const { chapter, exercise, step } = await findPlace(word, { nearest })
  return [chapter.block, exercise?.id, step?.id]
}

describe("a word names", { timeout: 60_000 }, () => {
  test.each([
    ["5", ["block5", undefined, undefined]],
    ["block5", ["block5", undefined, undefined]],
    ["B5", ["block5", undefined, undefined]],
    ["5.4", ["block5", "5.4", undefined]],
    ["5.4.6", ["block5", "5.4", "5.4.6"]],
    ["b5.active", ["block5", "5.4", "5.4.6"]],
  ])("%s", async (word, expected) => {
    expect(await ids(word)).toEqual(expected)
  })

  test.each([
    ["b5.actve", "Did you mean `course read b5.active`?"],
    ["what is a snapshot", 'course read --search "what is a snapshot"'],
  ])("nothing by %s, but there is a hint", async (word, hint) => {
    await expect(findPlace(word, { nearest })).rejects.toMatchObject({
      code: "COURSE_UNKNOWN_ID",
      hint: expect.stringContaining(hint) as string,
    })
  })
})
