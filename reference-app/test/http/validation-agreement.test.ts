import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { z } from "zod"
import { compileCheck } from "../../src/http/validation.js"
import { BatchRequest, ClassifyRequest, CorrectionRequest, FeedbackRequest } from "../../src/messages.js"
import { noise } from "../helpers/images.js"

/** What clients can send in the place of anything: as text, because JSON can say more than JavaScript can write. */
const ODD = [
  ...["-1", "0", "-0", "1", "255", "256", "1.5", "254.99999999999997", "255.00000000000003", "1e2", "1E400", "-1e400"],
  ...["1e-400", "2147483647", "2147483648", "9007199254740993", "1e308", '"7"', '""', '"\\u0000"', '"\\ud800"'],
  ...["null", "true", "false", "[]", "{}", "[[]]", "[0]", '{"length":28}', '{"0":0}', '"10"'],
]
const odd = fc.oneof(fc.constantFrom(...ODD), fc.json())
const pixel = fc.oneof(
  { weight: 300, arbitrary: fc.integer({ min: 0, max: 255 }).map(String) },
  { weight: 1, arbitrary: odd },
)

/** A list of 28 things, or of about as many. */
function about28(thing: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const length = fc.oneof({ weight: 12, arbitrary: fc.constant(28) }, fc.constantFrom(0, 1, 27, 29))
  return length
    .chain((count) => fc.array(thing, { minLength: count, maxLength: count }))
    .map((all) => `[${all.join()}]`)
}

const row = fc.oneof(
  { weight: 300, arbitrary: fc.constant(JSON.stringify(noise(1)[0])) },
  { weight: 20, arbitrary: about28(pixel) },
  odd,
)
const image = fc.oneof({ weight: 8, arbitrary: about28(row) }, odd)
const images = fc.oneof(
  { weight: 8, arbitrary: fc.array(image, { maxLength: 3 }).map((all) => `[${all.join()}]`) },
  fc.constantFrom(32, 33).map(
    (count) =>
      `[${Array(count)
        .fill(JSON.stringify(noise(2)))
        .join()}]`,
  ),
  odd,
)
const label = fc.oneof(fc.constantFrom(...Array.from({ length: 11 }, (_, digit) => `"${digit}"`)), odd)
const id = fc.oneof(fc.integer().map(String), odd)

/** An object with some of these fields, in any order, some twice, and others beside them; or something else. */
function objectOf(fields: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<string> {
  const known = Object.entries(fields).map(([name, value]) => value.map((text) => `"${name}":${text}`))
  const extra = fc
    .tuple(fc.constantFrom("extra", "", "constructor", "toString", "Pixels"), odd)
    .map(([n, v]) => `"${n}":${v}`)
  const complete = fc.tuple(...known).chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
  const members = fc.oneof(
    { weight: 6, arbitrary: complete },
    { weight: 2, arbitrary: fc.tuple(complete, fc.array(extra, { maxLength: 2 })).map((parts) => parts.flat()) },
    fc.array(fc.oneof(extra, ...known), { maxLength: 4 }),
  )
  return fc.oneof({ weight: 12, arbitrary: members.map((all) => `{${all.join()}}`) }, odd)
}

describe("code compiled by ajv accepts what zod accepts, and nothing else", () => {
  test.each<[string, z.ZodType, fc.Arbitrary<string>, number]>([
    ["ClassifyRequest", ClassifyRequest, objectOf({ pixels: image }), 1500],
    ["BatchRequest", BatchRequest, objectOf({ images }), 600],
    ["CorrectionRequest", CorrectionRequest, objectOf({ correct_label: label }), 1500],
    ["FeedbackRequest", FeedbackRequest, objectOf({ id, correct_label: label }), 1500],
  ])("%s", { timeout: 60_000 }, (_name, schema, bodies, numRuns) => {
    const fits = compileCheck(schema)
    const seen = { accepted: 0, refused: 0 }
    fc.assert(
      fc.property(bodies, (text) => {
        const body: unknown = JSON.parse(text)
        const accepted = schema.safeParse(body).success
        seen[accepted ? "accepted" : "refused"]++
        expect(fits(body)).toBe(accepted)
      }),
      { numRuns },
    )
    // Both sides of the border were visited: a property that only saw one would prove little.
    expect(seen.accepted).toBeGreaterThan(numRuns / 20)
    expect(seen.refused).toBeGreaterThan(numRuns / 20)
  })

  test("every odd thing in the place of one pixel", () => {
    const fits = compileCheck(ClassifyRequest)
    const text = JSON.stringify({ pixels: noise(3) })
    for (const value of ODD) {
      const body: unknown = JSON.parse(text.replace(/(?<=\[\[)\d+/, () => value))
      expect([value, fits(body)]).toEqual([value, ClassifyRequest.safeParse(body).success])
    }
  })
})
