import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, type Verdict } from "../../src/engine/verdict.js"
import { modelReportOf, whileTried, type HarnessReport } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { diagnose } from "../library/diagnosis.js"
import { expectedClasses, majorOf, modelFiles } from "../library/model-files.js"
import { choose } from "../library/oracle.js"
import { readClassification } from "../library/probabilities.js"
import { shadedDigits, shadedInk, trialDrawings } from "../library/trial-drawings.js"
import type { Context } from "../../src/engine/context.js"

/** Points of a hundred. */
const TOLERANCE = 2

/**
 * No data set travels with course, so the digits are drawn afresh in every run. How many of them can be right is what the model itself reaches on the
 * same drawings: by the weights of the release v1.0 that course knows, or for a later release by the file alone.
 */
export default defineCheck({
  id: "b4.accuracy",
  title: "The classifier recognises as many fresh digits as the model behind it can",
  host: "dev",
  points: 3,
  needs: ["b4.batch", "b4.model-is-release"],
  probes: (context) => ({ found: classifierTrial(context), files: modelFiles(context, "dev") }),
  judge: ({ found, files }, context) =>
    whileTried(found, (trial) => {
      const version = files.get("version")
      const [drawings, classes] = [trialDrawings(context), expectedClasses(version)]
      const digits = shadedDigits(drawings, classes)
      if (trial.predictions.length !== digits.length) return consequenceOf("b4.batch")
      const known = majorOf(version) < 2
      const possible = known
        ? shadedInk(drawings, classes).map(choose).join("")
        : (modelReportOf(found)?.predictions ?? "")
      const share = (predictions: string): number =>
        (100 * digits.filter((digit, index) => predictions[index] === digit).length) / digits.length
      const [reached, reachable] = [share(trial.predictions), share(possible)]
      if (reached >= reachable - TOLERANCE) return all()
      return all(
        () => (known ? explained(trial, context) : all()),
        () =>
          expect(false, {
            message: `Of ${digits.length} fresh digits the classifier recognises ${reached.toFixed(1)} %.`,
            expected: `${reachable.toFixed(1)} % as the model itself, at most ${TOLERANCE} points less`,
            actual: `${reached.toFixed(1)} %`,
          }),
      )
    }),
  hint: "Training and serving must prepare an image alike: binarise, keep rows and columns, 0 is paper. Compare one image step by step with step 4.2.3.",
})

/** Which mistake explains the scores, where one does. */
function explained({ results }: HarnessReport, context: Context): Verdict {
  const pairs = trialDrawings(context).probes.map(
    (image, index) =>
      [image, readClassification(results[index])?.scores ?? {}] as [typeof image, Record<string, number>],
  )
  return diagnose(pairs.slice(0, 8), pairs.slice(8))
}
