import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { blank } from "../library/drawing.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectStatus } from "../library/http.js"
import { refusedBodies } from "../library/pixelwise.js"

const SHAPES: readonly (readonly [what: string, pixels: number[][]])[] = [
  ["one pixel", [[0]]],
  ["27 rows of 28", blank().slice(1)],
  ["28 rows of 27", blank().map((row) => row.slice(1))],
  ["rows of different length", blank().map((row, index) => (index === 3 ? row.slice(5) : row))],
  ["29 rows of 28", [...blank(), ...blank().slice(27)]],
  ["no rows", []],
]

export default defineCheck({
  id: "b5.reject-shape",
  title: "An image that is not 28x28 is refused with 422",
  host: "dev",
  during: devService,
  needs: ["b5.key-right"],
  probes: (context) => ({
    answers: refusedBodies(
      context,
      "shape",
      SHAPES.map(([, pixels]) => ({ pixels })),
    ),
  }),
  judge: ({ answers }) =>
    all(
      ...SHAPES.map(
        ([what], index) =>
          () =>
            expectStatus(`An image of ${what}`, answerAt(answers, index), 422),
      ),
    ),
  hint: "Constrain the model of the request to exactly 28 rows of exactly 28 numbers; otherwise the classifier meets the wrong shape and answers 500.",
})
