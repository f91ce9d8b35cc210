import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { whileTried } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"

/** What is tried, how a person calls it, and what an error that names the shape has to hold. Where images are flat arrays, 27 rows are 756 values. */
const SHAPES: Record<string, { called: string; sign: RegExp }> = {
  single: { called: "(28,28), one image instead of a list", sign: /28|784|shape|dimension|list|array/i },
  short: { called: "(2,27,28)", sign: /(?<!\d)(27|756)(?!\d)/ },
  flat: { called: "(2,784)", sign: /(?<!\d)784(?!\d)/ },
  ragged: {
    called: "rows of different lengths",
    sign: /(?<!\d)(23|783)(?!\d)|\(2,?\)|ragged|length|differ|shape|homogeneous|row/i,
  },
}
/** What languages say by themselves when something is missing. */
const ACCIDENT =
  /Cannot read propert|is not a function|is not iterable|object has no attribute|undefined|NoneType|IndexError/

export default defineCheck({
  id: "b4.bad-shape",
  title: "Images of another shape are refused with an error that names it",
  host: "dev",
  points: 2,
  needs: ["b4.batch"],
  probes: (context) => ({ found: classifierTrial(context) }),
  judge: ({ found }) =>
    whileTried(found, ({ shapes }) => {
      const tried = Object.entries(SHAPES).flatMap(([name, shape]) => {
        const outcome = shapes[name]
        return outcome ? [{ ...shape, ...outcome }] : []
      })
      if (tried.length === 0) return consequenceOf("b4.batch")
      return all(
        ...tried.map(({ called, error }) =>
          expect(error !== undefined, {
            message: `Images of the shape ${called} are classified as if nothing were wrong.`,
            expected: "an error",
            actual: "results",
          }),
        ),
        ...tried.map(({ called, error = "", sign }) =>
          expect(sign.test(error) && !ACCIDENT.test(error), {
            message: `The error about ${called} does not name the shape that came.`,
            expected: "an error such as: expected (N,28,28), received (2,27,28)",
            actual: error,
          }),
        ),
      )
    }),
  hint: "Look at the shape before anything else, every row included, and put what came into the message: a reshape would hide it.",
})
