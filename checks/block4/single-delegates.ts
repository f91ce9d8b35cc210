import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { whileTried } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { isClose } from "../library/classifications.js"
import { isObject } from "../library/http.js"

/** The drawings have pixels of 127 to 130, where a second copy of the preprocessing shows first. */
export default defineCheck({
  id: "b4.single-delegates",
  title: "classify of one image is the batch of one",
  host: "dev",
  needs: ["b4.batch"],
  probes: (context) => ({ found: classifierTrial(context) }),
  judge: ({ found }) =>
    whileTried(found, ({ single, singles }) => {
      if (single === true && singles.length === 0) return consequenceOf("b4.batch")
      const error = singles.find((each) => each.error !== undefined)?.error
      const pairs = singles.flatMap(({ value }) => (isObject(value) ? [value] : []))
      const other = pairs.findIndex(({ alone, batch }) => !isClose(alone, batch))
      return all(
        expect(single === true, {
          message: "The classifier exports no function classify.",
          expected: "classify(image)",
          actual: "(none)",
        }),
        expect(error === undefined, {
          message: "classify fails with an image that the batch takes.",
          expected: "a result",
          actual: error ?? "",
        }),
        expect(other < 0, {
          message: "classify says something else to an image than a batch with that image alone.",
          expected: JSON.stringify(pairs[other]?.batch)?.slice(0, 160),
          actual: JSON.stringify(pairs[other]?.alone)?.slice(0, 160),
        }),
      )
    }),
  hint: "Let classify call the batch function with a list of one and return its first result: the preprocessing then exists once.",
})
