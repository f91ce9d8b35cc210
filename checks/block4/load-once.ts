import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { whileTried } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { isClose } from "../library/classifications.js"

/** The trial moves the model file away after the first classifications and puts something else in its place. */
export default defineCheck({
  id: "b4.load-once",
  title: "The model is loaded once: afterwards its file is not asked for again",
  host: "dev",
  points: 2,
  needs: ["b4.batch"],
  probes: (context) => ({ found: classifierTrial(context) }),
  judge: ({ found }) =>
    whileTried(found, ({ again, results }) => {
      if (!again) return consequenceOf("b4.batch")
      return all(
        expect(again.error === undefined, {
          message: "The classifier needs the model file again after the first classification.",
          expected: "the same results with the file gone",
          actual: again.error ?? "",
        }),
        () =>
          expect(isClose(again.value, results.slice(0, 3), 1e-6), {
            message: "With the model file gone, the same drawings are classified otherwise.",
            expected: "the same scores as before",
            actual: "other scores",
          }),
      )
    }),
  hint: "Load at module level, or keep the promise of the first load: a load within the function costs every request.",
})
