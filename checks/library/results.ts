import { expect, type Verdict } from "../../src/engine/verdict.js"
import { isObject } from "./http.js"

/** The body of GET /results holds a list; an empty one is fine. */
export function expectList(body: Record<string, unknown>): Verdict {
  return expect(Array.isArray(body.results), {
    message: "GET /results holds no list `results`.",
    expected: '{"results": [...]}',
    actual: `keys ${Object.keys(body).join(", ") || "(none)"}`,
  })
}

/** The ids of the list, in its order; -1 for an entry without one. */
export function idsOf(body: Record<string, unknown>): number[] {
  const list = Array.isArray(body.results) ? body.results : []
  return list.map((item) => (isObject(item) && typeof item.id === "number" ? item.id : -1))
}
