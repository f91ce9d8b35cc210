import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compileWriter } from "../../src/http/serialization.js"
import { ClassificationMessage, Problem, Results, ValidationProblem } from "../../src/messages.js"

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
const probability = fc.float({ min: 0, max: 1, noNaN: true })

describe("answers are written as JSON.stringify writes them", () => {
  test("a classification of a model with or without the 0", () => {
    const write = compileWriter(ClassificationMessage)
    const classification = fc.constantFrom(DIGITS, ["0", ...DIGITS]).chain((digits) =>
      fc.record(
        {
          prediction: fc.constantFrom(...digits),
          confidence: probability,
          scores: fc.record(Object.fromEntries(digits.map((digit) => [digit, probability])), { noNullPrototype: true }),
        },
        { noNullPrototype: true },
      ),
    )
    fc.assert(
      fc.property(classification, (value) => {
        expect(write(value)).toBe(JSON.stringify(value))
      }),
    )
  })

  test("a history, with rows that were corrected and rows that were not", () => {
    const write = compileWriter(Results)
    const row = {
      id: 7,
      prediction: "3",
      confidence: 0.25,
      model_version: "v1",
      created_at: "2026-01-01T00:00:00.000Z",
    }
    const value = { results: [row, { ...row, correct_label: "8" }] }
    expect(write(value)).toBe(JSON.stringify(value))
  })

  test("a refusal with any text", { timeout: 30_000 }, () => {
    const write = compileWriter(Problem)
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (detail) => {
        expect(JSON.parse(write({ detail, request_id: "r" }))).toEqual({ detail, request_id: "r" })
      }),
      { numRuns: 50 },
    )
  })

  test("a list of mistakes, whose ways hold names and numbers", () => {
    const value = { detail: [{ loc: ["body", "pixels", 3, 5], msg: "a", type: "b" }], request_id: "r" }
    expect(compileWriter(ValidationProblem)(value)).toBe(JSON.stringify(value))
  })
})

test("what the schema does not name stays inside", () => {
  expect(compileWriter(Problem)({ detail: "d", request_id: "r", stack: "secret" })).toBe(
    '{"detail":"d","request_id":"r"}',
  )
})
