import { all, expect, fail, type Verdict } from "../../src/engine/verdict.js"
import { expectStatus, isObject } from "./http.js"
import { readClassification } from "./probabilities.js"
import type { RowTalk } from "./rows.js"

const EXACT = 1e-6
const CLOCK_SECONDS = 5

/** Each answered drawing added exactly one row. */
export function judgeCount(host: "dev" | "prod", { drawings }: RowTalk): Verdict {
  return all(
    ...drawings.map(({ answer }) => expectStatus(`POST /classify on ${host}`, answer, 200)),
    ...drawings.map(({ counted }) =>
      expect(counted === 1, {
        message:
          counted < 1
            ? `A classification on ${host} leaves no row.`
            : `A classification on ${host} leaves ${counted} rows.`,
        expected: "1 row more per answer 200",
        actual: `${counted} rows more`,
        hint:
          counted < 1
            ? "Commit after adding the row, and before answering: without a commit it is rolled back."
            : "Store in one place only: the handler or the function it calls, not both.",
      }),
    ),
  )
}

/** The row of each drawing says what was answered, and when. */
export function judgeRows(host: "dev" | "prod", { drawings }: RowTalk): Verdict {
  return all(
    ...drawings.flatMap(({ answer, rows }) => {
      const row = rows.at(-1)
      const told = answer.answered && isObject(answer.json) ? readClassification(answer.json) : undefined
      if (!row || !told) return [fail({ message: `A classification on ${host} cannot be held against its row.` })]
      return [
        expect(row.prediction === told.prediction, {
          message: `The row on ${host} holds another label than the answer.`,
          expected: told.prediction,
          actual: row.prediction,
        }),
        expect(Math.abs(row.confidence - told.confidence) <= EXACT, {
          message: `The row on ${host} holds another confidence than the answer.`,
          expected: String(told.confidence),
          actual: String(row.confidence),
          hint: "Store the number as it is, in double precision; round where it is shown, if at all.",
        }),
        expect(row.model_version === "v1", {
          message: `The row on ${host} says model_version "${row.model_version}".`,
          expected: "v1",
          actual: row.model_version,
          hint: "Three notations: release v1.0, file suffix _v1, field v1. Derive the last from MODEL_VERSION's major version.",
        }),
        expect(Math.abs(row.age) <= CLOCK_SECONDS, {
          message: `created_at of a fresh row on ${host} is off by ${Math.round(Math.abs(row.age))} s.`,
          expected: `now in UTC, within ${CLOCK_SECONDS} s`,
          actual: row.age > 0 ? `${row.age} s ago` : `${-row.age} s ahead`,
          hint: "Whole hours off means local time stored as UTC: let the database fill it (`timestamptz DEFAULT now()`), or use the time in UTC.",
        }),
      ]
    }),
  )
}
