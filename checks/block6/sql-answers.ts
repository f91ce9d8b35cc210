import type { Context } from "../../src/engine/context.js"
import { random } from "../../src/engine/random.js"
import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion } from "../library/answers.js"

const ROWS = 12
const UNSURE = 0.5
const PLACES = 4

interface Drill {
  id: number
  prediction: string
  confidence: number
  version: "v1" | "v2"
}

/** Rows of this workspace alone: ids with gaps, both versions, some below the threshold and the newest among them. */
function drill({ workspaceSeed }: Context): Drill[] {
  const { integer } = random(`b6.sql-answers:${workspaceSeed}`)
  let id = integer(10, 40)
  return Array.from({ length: ROWS }, (_, index) => ({
    id: (id += integer(1, 4)),
    prediction: String(integer(1, 9)),
    confidence: (index % 4 === 3 ? integer(101, 489) : integer(511, 999)) / 1000,
    version: index % 3 === 1 ? "v2" : "v1",
  }))
}

function solve(context: Context): { count: string; averageV1: string; averageV2: string; newest: string } {
  const left = drill(context).filter(({ confidence }) => confidence >= UNSURE)
  const average = (version: string): string => {
    const values = left.filter((row) => row.version === version).map(({ confidence }) => confidence)
    return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(PLACES)
  }
  return {
    count: String(left.length),
    averageV1: average("v1"),
    averageV2: average("v2"),
    newest: String(Math.max(...left.map(({ id }) => id))),
  }
}

export default defineQuestion({
  id: "b6.sql-answers",
  title: "Count, averages and newest row are right for the rows of the workbook",
  question: {
    text: (context) =>
      `In psql, put these rows into a table that lasts as long as your session:

CREATE TEMPORARY TABLE drill (id integer PRIMARY KEY, prediction text, confidence float8, model_version text);
INSERT INTO drill VALUES
${drill(context)
  .map(({ id, prediction, confidence, version }) => `  (${id}, '${prediction}', ${confidence}, '${version}')`)
  .join(",\n")};

Delete those with a confidence below ${UNSURE}. Then ask: how many are left, the average confidence of each model version, the highest id.`,
    fields: [
      { name: "count", label: "Rows that are left" },
      { name: "averageV1", label: `Average confidence of v1 (${PLACES} places)` },
      { name: "averageV2", label: `Average confidence of v2 (${PLACES} places)` },
      { name: "newest", label: "Highest id" },
    ],
    solution: (context) => solve(context),
  },
  judge: (fields, context) => {
    const wanted = solve(context)
    const all12 = drill(context)
    const near = (given: string | undefined, value: string): boolean =>
      given !== undefined &&
      given.trim() !== "" &&
      Math.abs(Number(given.replace(",", ".")) - Number(value)) < 0.6 * 10 ** -PLACES
    return all(
      expect(fields.count?.trim() !== String(all12.length), {
        message: "The count is that of all rows: the unsure ones are still there.",
        expected: wanted.count,
        actual: fields.count ?? "",
        hint: `DELETE FROM drill WHERE confidence < ${UNSURE}; then count again.`,
      }),
      expect(fields.count?.trim() === wanted.count, {
        message: "The count of rows is not right.",
        expected: "the result of SELECT count(*)",
        actual: fields.count ?? "",
      }),
      ...(["v1", "v2"] as const).map((version) => {
        const name = version === "v1" ? "averageV1" : "averageV2"
        return expect(near(fields[name], wanted[name]), {
          message: `The average confidence of ${version} is not right.`,
          expected: `${PLACES} places of avg(confidence)`,
          actual: fields[name] ?? "",
          hint: `SELECT avg(confidence) FROM drill WHERE model_version = '${version}': text stands in single quotes, double quotes name a column.`,
        })
      }),
      expect(fields.newest?.trim() === wanted.newest, {
        message: "The highest id is not right.",
        expected: "the result of max(id)",
        actual: fields.newest ?? "",
      }),
    )
  },
  hint: "count(*), avg(confidence) with GROUP BY model_version, max(id); text stands in single quotes.",
})
