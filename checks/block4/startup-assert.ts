import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail, unobserved, type Verdict } from "../../src/engine/verdict.js"
import { didNotStart, modelReportOf, reportOf, whileTried, type HarnessReport } from "../library/classifier-report.js"
import type { Facts } from "../library/command.js"
import { classifierTrial } from "../library/classifier-run.js"

/** The model file of the trial is a copy in which one class has another name. */
export default defineCheck({
  id: "b4.startup-assert",
  title: "A model with other classes is refused at the start, and the error says so",
  host: "dev",
  points: 2,
  needs: ["b4.classes-constant"],
  probes: (context) => ({ found: classifierTrial(context) }),
  judge: ({ found }) =>
    whileTried(found, () => {
      const other = modelReportOf(found)?.other
      const start = reportOf(found, "other")
      if (other === undefined || !start)
        return unobserved("The model file names no classes that could be changed for a trial.")
      const stripped = reportOf(found, "stripped")
      return all(
        () => refused(start, other, found),
        () =>
          expect(stripped === undefined || didNotStart(stripped), {
            message: "`python -O` strips the assertion: the model with other classes is then taken.",
            expected: "an exception with and without -O",
            actual: "none with -O",
            hint: "Compare with `if` and `raise`: an assert statement is for tests, and is gone in an optimised run.",
          }),
      )
    }),
  hint: "Compare CLASSES with the classes that the model itself states right after loading, and throw an error that shows both.",
})

/** Where only the first drawing shows the difference, what the whole service does with the model at its start counts. */
function refused(start: HarnessReport, classes: string, found: Facts): Verdict {
  // A path in the source keeps the other model from being tried at all.
  if (start.stage === "done" && reportOf(found, "garbage")?.stage === "done") return consequenceOf("b4.path-from-env")
  if (start.stage === "done")
    return fail({
      message: "A model with other classes is taken without a word.",
      expected: "an error at the start",
      actual: `a classification by a model of ${classes}`,
    })
  if (!didNotStart(start) && found.get("service") !== "ended")
    return fail({
      message: "A model with other classes is noticed by the first drawing only, not at the start.",
      expected: "an error while the module or its loader runs",
      actual: start.error ?? `it got as far as: ${start.stage}`,
      hint: "Compare once, where the model is loaded, and have the program await that before it takes requests.",
    })
  // Who ends the process by hand has printed why.
  const said = start.error ?? found.all("said.other").join("\n")
  return expect(/class|label|categor|mismatch/i.test(said) || said.includes(classes), {
    message: "The error about a model with other classes does not say what is wrong with it.",
    expected: "the classes of the model and those of the code",
    actual: said || "(nothing)",
  })
}
