import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, skip } from "../../src/engine/verdict.js"
import { didNotStart, reportOf, whileTried } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { expectedClasses, majorOf, modelFiles } from "../library/model-files.js"
import { shadedDigits, trialDrawings } from "../library/trial-drawings.js"

/** Share of drawn zeros; how good the second model is, is judged elsewhere. */
const LEAST_ZEROS = 0.5

export default defineCheck({
  id: "b4.v2-integrated",
  title: "dev classifies with ten classes, knows a 0 and refuses the first model",
  host: "dev",
  optional: true,
  points: 2,
  needs: ["b4.v2-tag", "b4.classes-constant"],
  probes: (context) => ({ found: classifierTrial(context), files: modelFiles(context, "dev") }),
  judge: ({ found, files }, context) => {
    const version = files.get("version")
    if (majorOf(version) < 2) return skip("dev's .env still pins the release v1.0; this is about the one of your fork.")
    return whileTried(found, (trial) => {
      const digits = shadedDigits(trialDrawings(context), expectedClasses(version))
      if (trial.predictions.length !== digits.length) return consequenceOf("b4.batch")
      const zeros = digits.flatMap((digit, index) => (digit === "0" ? [trial.predictions[index] ?? "?"] : []))
      const right = zeros.filter((prediction) => prediction === "0").length / zeros.length
      const older = reportOf(found, "older")
      return all(
        expect(right >= LEAST_ZEROS, {
          message: `Of fresh drawings of a 0 the classifier recognises ${(100 * right).toFixed(0)} %.`,
          expected: `at least ${100 * LEAST_ZEROS} %`,
          actual: `mostly taken for ${mostFrequent(zeros)}`,
          hint: "Is it the second model that answers? MODEL_PATH names the file, and the version that the service reports is to follow MODEL_VERSION.",
        }),
        expect(older === undefined || didNotStart(older) || found.get("service") === "ended", {
          message: "With the first model configured the ten classes start all the same.",
          expected: "the assertion fires",
          actual: older?.stage === "done" ? "a classification" : (older?.error ?? ""),
        }),
      )
    })
  },
  hint: "Point MODEL_REPO, MODEL_VERSION and MODEL_PATH of .env to your release, run ./setup-server.sh, see the assertion fire, then extend CLASSES.",
})

function mostFrequent(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const each of words) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "nothing"
}
