import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { modelReportOf } from "../library/classifier-report.js"
import { forkDigits, forkModel } from "../library/fork-model.js"

/** Share of drawings that a model of ten classes recognises at least. */
const LEAST = 0.9
const CLASSES = [..."0123456789"]

export default defineCheck({
  id: "b4.v2-model",
  title: "The fork's second model knows ten digits and recognises nine of ten drawings",
  host: "dev",
  optional: true,
  points: 2,
  needs: ["b4.v2-tag"],
  probes: (context) => ({ found: forkModel(context) }),
  judge: ({ found }, context) => {
    const model = modelReportOf(found)
    if (!found.has("name")) return consequenceOf("b4.v2-tag")
    const digits = forkDigits(context)
    const right = digits.filter((digit, index) => model?.predictions[index] === digit).length / digits.length
    return all(
      expect(model !== undefined && model.stage === "done", {
        message: `${found.get("name")} of the fork does not load and run in the project's environment.`,
        expected: "784 values in, ten probabilities out",
        actual: model?.error ?? "no report",
        hint: "Train it with the versions that the service pins.",
      }),
      () =>
        expect(model?.classes.join(" ") === CLASSES.join(" "), {
          message: "The second model does not state the ten classes 0 to 9 in order.",
          expected: CLASSES.join(" "),
          actual: model?.classes.join(" ") ?? "",
        }),
      () =>
        expect(right >= LEAST, {
          message: `The second model recognises ${(100 * right).toFixed(0)} % of fresh drawings.`,
          expected: `at least ${100 * LEAST} %`,
          actual: `${(100 * right).toFixed(1)} % of ${digits.length}`,
          hint:
            right < 0.5
              ? "So few are right when columns and labels do not belong together: sort the classes once, and keep that order in file and code."
              : "Binarise the training images as the caller does, and train until the loss no longer falls.",
        }),
    )
  },
  hint: "Add the 0 to the training data, retrain, and save the file as digit_classifier_v2.",
})
