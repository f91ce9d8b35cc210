import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { reportOf, whileTried } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"

export default defineCheck({
  id: "b4.path-from-env",
  title: "MODEL_PATH decides which file is loaded, and nothing else does",
  host: "dev",
  points: 2,
  needs: ["b4.classes-constant"],
  probes: (context) => ({ found: classifierTrial(context) }),
  judge: ({ found }) =>
    whileTried(found, () => {
      const [garbage, unset] = [reportOf(found, "garbage"), reportOf(found, "unset")]
      // Who ends the process by hand has printed why.
      const said = unset?.error ?? found.all("said.unset").join("\n")
      return all(
        expect(garbage?.stage !== "done", {
          message: "With a MODEL_PATH that leads to no model the classifier works all the same: it loads another file.",
          expected: "an error about the file that MODEL_PATH names",
          actual: "a classification",
          hint: "Load what MODEL_PATH names: a path in the source is right on one machine only.",
        }),
        expect(unset?.stage !== "done", {
          message: "Without MODEL_PATH the classifier falls back to a path in the source.",
          expected: "an error that names MODEL_PATH",
          actual: "a classification",
          hint: "Fail instead: a default hides that .env was not read, until the wrong model answers.",
        }),
        expect(/MODEL_PATH/.test(said), {
          message: "The error without MODEL_PATH does not name it.",
          expected: "an error that names MODEL_PATH",
          actual: said || "(nothing)",
          hint: "Ask for the variable before using it, and say which one is missing and where it belongs.",
        }),
      )
    }),
  hint: "Read MODEL_PATH from the environment, refuse to go on without it, and load that file.",
})
