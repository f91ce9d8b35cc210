import { describe, expect, it } from "vitest"
import { parseClassification, parseHistory, parseProblem } from "../../frontend/src/answers.js"
import { ServiceFailure, type FailureReason } from "../../frontend/src/failure.js"
import { readBudget, retryAfterSeconds } from "../../frontend/src/headers.js"
import { pauseAfter } from "../../frontend/src/pace.js"

describe("a failure in words", () => {
  const cases: [FailureReason, RegExp][] = [
    [{ kind: "offline" }, /^You are offline\. Your drawing is still here\./],
    [{ kind: "unreachable" }, /cannot be reached/],
    [{ kind: "timeout", seconds: 10 }, /No answer within 10 seconds/],
    [{ kind: "strange", status: 200 }, /status 200/],
    [{ kind: "refused", status: 401, detail: "Invalid API key" }, /key is missing or wrong/],
    [{ kind: "refused", status: 422, detail: "a pixel must be an integer" }, /\(422\): a pixel must be an integer\.$/],
    [{ kind: "refused", status: 429, retryAfter: 23 }, /\(429\).*in 23 seconds\.$/],
    [{ kind: "refused", status: 429, retryAfter: 1 }, /in 1 second\.$/],
    [{ kind: "refused", status: 429 }, /in a moment\.$/],
    [{ kind: "refused", status: 502 }, /not answering properly.*\(502\).*still here/],
    [{ kind: "refused", status: 503, retryAfter: 5 }, /\(503\).*in 5 seconds/],
    [{ kind: "refused", status: 404, detail: "Not Found" }, /\(404\): Not Found\.$/],
  ]
  it.each(cases)("%j", (reason, words) => {
    expect(new ServiceFailure(reason, undefined).message).toMatch(words)
  })
})

describe("answers", () => {
  it("keep scores by label, for nine labels as for ten", () => {
    const scores = { "1": 0.75, "9": 0.25 }
    expect(parseClassification({ prediction: "1", confidence: 0.75, scores }).scores).toEqual(scores)
    expect(() => parseClassification({ prediction: 1, confidence: 0.75, scores })).toThrow()
    expect(() => parseClassification([0.75, 0.25])).toThrow()
  })

  it("of the history may have corrections or not", () => {
    const row = { id: 1, prediction: "3", confidence: 0.9, model_version: "v1", created_at: "2026-01-01T00:00:00Z" }
    expect(parseHistory({ results: [row, { ...row, correct_label: "5" }] })).toHaveLength(2)
    expect(() => parseHistory({ results: [{ ...row, id: "1" }] })).toThrow()
  })

  it("of a proxy are problems without words", () => {
    expect(parseProblem("<h1>Bad Gateway</h1>")).toEqual({})
    expect(parseProblem({ detail: "no", request_id: "r" })).toEqual({ detail: "no", request_id: "r" })
    expect(parseProblem({ detail: [{ loc: ["body"], msg: "no", type: "x" }] })).toEqual({ detail: [{ msg: "no" }] })
  })
})

describe("headers", () => {
  it("tell the budget, if all of it is there", () => {
    const all = { "x-ratelimit-limit": "100", "x-ratelimit-remaining": "7", "x-ratelimit-reset": "30" }
    expect(readBudget(new Headers(all))).toEqual({ limit: 100, remaining: 7, resetSeconds: 30 })
    expect(readBudget(new Headers({ "x-ratelimit-remaining": "7" }))).toBeUndefined()
    expect(readBudget(new Headers({ ...all, "x-ratelimit-reset": "soon" }))).toBeUndefined()
  })

  it("tell the wait as seconds or as a date", () => {
    const now = Date.parse("Thu, 01 Jan 2026 00:00:00 GMT")
    expect(retryAfterSeconds(new Headers({ "retry-after": "12" }), now)).toBe(12)
    expect(retryAfterSeconds(new Headers({ "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }), now)).toBe(30)
    expect(retryAfterSeconds(new Headers({ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }), now)).toBe(0)
    expect(retryAfterSeconds(new Headers({ "retry-after": "later" }), now)).toBeUndefined()
    expect(retryAfterSeconds(new Headers(), now)).toBeUndefined()
  })
})

describe("the pace of the live reading", () => {
  it("is free while half of the budget is left, or where there is none", () => {
    expect(pauseAfter(undefined)).toBe(0)
    expect(pauseAfter({ limit: 100, remaining: 51, resetSeconds: 59 })).toBe(0)
  })

  it("leaves a reserve for submitting, however long somebody draws", () => {
    let remaining = 100
    for (let now = 0; now < 60_000;) {
      now += 150 + pauseAfter({ limit: 100, remaining, resetSeconds: Math.ceil((60_000 - now) / 1000) })
      remaining -= 1
    }
    expect(remaining).toBeGreaterThanOrEqual(18)
  })
})
