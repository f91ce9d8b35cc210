import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { devService } from "../library/dev-service.js"
import { expectJson, isObject } from "../library/http.js"
import { expectList } from "../library/results.js"
import { rowTalk } from "../library/rows.js"

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?$/
const FIELDS: readonly (readonly [name: string, what: string, holds: (value: unknown) => boolean])[] = [
  ["id", "a whole number", Number.isInteger],
  ["prediction", "text", (value) => typeof value === "string"],
  ["confidence", "a number", (value) => typeof value === "number"],
  ["model_version", "text", (value) => typeof value === "string"],
  ["created_at", "a time in ISO 8601, as text", (value) => typeof value === "string" && ISO_8601.test(value)],
]

export default defineCheck({
  id: "b6.results-shape",
  title: "GET /results lists rows with their five fields, and the note is gone",
  host: "dev",
  during: devService,
  needs: ["b6.results-dev", "b6.columns", "b5.key-right"],
  probes: (context) => ({ talk: rowTalk(context, "dev") }),
  judge: ({ talk }) =>
    expectJson("GET /results on dev", talk.full, 200, (body) => {
      const first = Array.isArray(body.results) ? (body.results as unknown[])[0] : undefined
      const wrong = FIELDS.find(([name, , holds]) => !isObject(first) || !holds(first[name]))
      return all(
        expectList(body),
        isObject(first)
          ? expect(wrong === undefined, {
              message: `An item of /results has not ${wrong?.[0]} as ${wrong?.[1]}.`,
              expected: FIELDS.map(([name]) => name).join(", "),
              actual: JSON.stringify(first),
            })
          : fail({
              message: "GET /results lists nothing though the table has rows.",
              expected: "items",
              actual: JSON.stringify(first) ?? "[]",
            }),
        expect(!("note" in body), {
          message: "The answer still has the note of the stub.",
          expected: '{"results": [...]}',
          actual: `keys ${Object.keys(body).join(", ")}`,
        }),
      )
    }),
  hint: 'Answer {"results": [{"id", "prediction", "confidence", "model_version", "created_at"}, ...]}, the time as ISO 8601 text.',
})
