import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { blank } from "../library/drawing.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectJson } from "../library/http.js"
import { refusedBodies } from "../library/pixelwise.js"

const ROW = 11
const COLUMN = 17
const WRONG: readonly (readonly [what: string, value: unknown, track?: "typescript"])[] = [
  ["a word", "ink"],
  ["a number with a fraction", 3.5],
  ["null", null],
  ["a number in quotes", "7", "typescript"],
]

export default defineCheck({
  id: "b5.reject-type",
  title: "A pixel that is no whole number is refused with 422 naming its place",
  host: "dev",
  during: devService,
  needs: ["b5.key-right"],
  probes: (context) => ({
    answers: refusedBodies(
      context,
      "type",
      WRONG.map(([, value]) => ({ pixels: withPixel(value) })),
    ),
  }),
  judge: ({ answers }, { track }) =>
    all(
      ...WRONG.map(([what, , only], index) => () => {
        const answer = answerAt(answers, index)
        if (only !== undefined && only !== track) return all()
        return expectJson(`A pixel that is ${what}`, answer, 422, (body) => {
          const detail = JSON.stringify(body.detail ?? "")
          return expect(detail.includes(String(ROW)) && detail.includes(String(COLUMN)), {
            message: `The refusal of a pixel that is ${what} does not name its row and column.`,
            expected: `row ${ROW} and column ${COLUMN} in \`detail\``,
            actual: detail.slice(0, 300),
          })
        })
      }),
    ),
  hint: 'Declare the pixels as whole numbers and strictly so: a schema that coerces lets "7" and 3.5 pass.',
})

function withPixel(value: unknown): unknown[][] {
  return blank().map((row, index) =>
    index === ROW ? row.map((pixel, column) => (column === COLUMN ? value : pixel)) : row,
  )
}
