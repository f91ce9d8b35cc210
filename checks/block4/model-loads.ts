import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail, unobserved } from "../../src/engine/verdict.js"
import { modelReportOf } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { expectedClasses, modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.model-loads",
  title: "The model loads in the project's environment and is of the expected form",
  host: "dev",
  points: 2,
  needs: ["b4.model-dev"],
  probes: (context) => ({ found: classifierTrial(context), files: modelFiles(context, "dev") }),
  judge: ({ found, files }, { track }) => {
    if (found.has("problem")) return unobserved(`The model on dev could not be tried: ${found.get("problem")}`)
    if (found.has("nomodel")) return consequenceOf("b4.model-dev")
    if (found.has("noclassifier")) return consequenceOf("b4.classes-constant")
    const environment = track === "python" ? "joblib and scikit-learn in .venv" : "an ONNX runtime in node_modules"
    const model = modelReportOf(found)
    if (found.has("noruntime") || model?.stage === "runtime")
      return fail({
        message: "The project has nothing installed that could load the model.",
        expected: environment,
        actual: model?.error ?? "(none)",
        hint: "Install the pinned packages: `npm ci`, or `.venv/bin/pip install -r requirements.txt`.",
      })
    const classes = expectedClasses(files.get("version"))
    return all(
      expect(model !== undefined && model.stage !== "load", {
        message: "The model file does not load in the project's environment.",
        expected: "a loaded model",
        actual: model?.error ?? (found.get("end.model") || "no report"),
        hint: "A file is read by the version that wrote it, or a near one: install the pinned versions, and fetch the release again if it is damaged.",
      }),
      () =>
        expect(model?.width !== undefined, {
          message: "The model does not take images of 784 values.",
          expected: "an input of width 784 and a table of probabilities",
          actual: model?.error ?? "",
        }),
      () =>
        expect(model?.width === classes.length, {
          message: `The model has ${model?.width} classes instead of ${classes.length}.`,
          expected: classes.join(" "),
          actual: model?.classes.join(" ") || String(model?.width),
          hint: "MODEL_PATH names the file of another release than MODEL_VERSION: bring the two together.",
        }),
      () =>
        expect(track !== "python" || model?.kind === "Pipeline", {
          message: `The model file holds a ${model?.kind}, not a pipeline.`,
          expected: "Pipeline",
          actual: model?.kind ?? "",
        }),
    )
  },
  hint: "Load it in a shell of the project, as step 4.1.5 shows, and read the error to its end.",
})
