import { defineCheck } from "../../src/engine/check.js"
import { all, expect, type Failure } from "../../src/engine/verdict.js"
import { didNotStart, reportOf, whileTried, type HarnessReport } from "../library/classifier-report.js"
import type { Facts } from "../library/command.js"
import { classifierTrial } from "../library/classifier-run.js"
import { expectedClasses, modelFiles } from "../library/model-files.js"

/** That the list does not follow the model is seen with a model whose classes have other names: the list has to stay as it is. */
export default defineCheck({
  id: "b4.classes-constant",
  title: "CLASSES lists the labels as strings, whatever the model says",
  host: "dev",
  needs: ["b4.model-loads"],
  probes: (context) => ({ found: classifierTrial(context), files: modelFiles(context, "dev") }),
  judge: ({ found, files }) =>
    whileTried(found, (trial) => {
      const wanted = expectedClasses(files.get("version"))
      const { classes } = trial
      const labels = (classes ?? []).map(([, label]) => label)
      const followed = reportOf(found, "other")?.classes?.map(([, label]) => label)
      return all(
        expect(classes !== undefined || !didNotStart(trial), ownModelRefused(found, trial)),
        expect(classes !== undefined, {
          message: "The classifier exports no CLASSES.",
          expected: wanted.join(" "),
          actual: "(none)",
        }),
        expect(classes?.every(([type]) => type === "string") === true, {
          message: "CLASSES does not hold strings.",
          expected: "strings",
          actual: [...new Set(classes?.map(([type]) => type))].join(", "),
          hint: 'The labels are names, as the model has them and as JSON keys are: "1", not 1.',
        }),
        expect(labels.join(" ") === wanted.join(" "), {
          message: `CLASSES is not ${wanted[0]} to 9 in order.`,
          expected: wanted.join(" "),
          actual: labels.join(" "),
          ...(wanted[0] === "1" &&
            labels.includes("0") && { hint: "The model v1.0 has never seen a 0: the card says so." }),
        }),
        expect(followed === undefined || followed.join(" ") === wanted.join(" "), {
          message: "CLASSES is taken from the model: with another model it is another list.",
          expected: wanted.join(" "),
          actual: followed?.join(" ") ?? "",
          hint: "Then there is nothing left to compare the model with. Write the labels out.",
        }),
        expect(!didNotStart(trial), ownModelRefused(found, trial)),
      )
    }),
  hint: 'Write the constant out at the top of the module: CLASSES = ["1", "2", ..., "9"].',
})

function ownModelRefused(found: Facts, { stage, error }: HarnessReport): Failure {
  return {
    message: "The classifier does not start with the model of the release.",
    expected: "a start without an error",
    actual: error ?? (found.all("said.trial").join("\n") || `it ended at: ${stage}`),
  }
}
