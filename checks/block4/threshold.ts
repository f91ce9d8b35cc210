import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { whileTried } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { isClose } from "../library/classifications.js"

/** Images of one grey each. */
export default defineCheck({
  id: "b4.threshold",
  title: "A pixel of 129 is ink and one of 128 is paper",
  host: "dev",
  points: 2,
  needs: ["b4.batch"],
  probes: (context) => ({ found: classifierTrial(context) }),
  judge: ({ found }) =>
    whileTried(found, ({ levels }) => {
      const [paper, below, above, ink] = levels
      if (levels.length !== 4) return consequenceOf("b4.batch")
      const equal = (a: unknown, b: unknown): boolean => isClose(a, b, 1e-6)
      const shades = [paper, below, above, ink]
      return all(
        expect(!shades.every((each) => equal(each, paper)), {
          message: "An image that is all ink gets the answer of a blank one.",
          expected: "two different answers",
          actual: "the same",
        }),
        expect(equal(paper, below) || equal(above, ink), {
          message: "There is no threshold: every shade of grey counts for itself.",
          expected: "128 as 0, 129 as 255",
          actual: "four different answers to 0, 128, 129 and 255",
          hint: "The model was trained on ink or no ink: compare with 128, do not divide by 255 and do not pass raw values.",
        }),
        expect(equal(paper, below), {
          message: "A pixel of exactly 128 counts as ink.",
          expected: "128 as 0",
          actual: "128 as 255",
          hint: "Ink is strictly above: `> 128`, not `>= 128`.",
        }),
        expect(equal(above, ink), {
          message: "A pixel of 129 does not count as ink.",
          expected: "129 as 255",
          actual: "129 as 0",
          hint: "Ink begins right above 128: `> 128`.",
        }),
      )
    }),
  hint: "Binarise before the model: 1 where the pixel is above 128, else 0.",
})
