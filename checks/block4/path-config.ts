import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.path-config",
  title: "MODEL_PATH stands in dev's .env and in the committed example",
  host: "dev",
  probes: (context) => ({ files: modelFiles(context, "dev") }),
  judge: ({ files }) =>
    all(
      expect(files.all("set").includes("MODEL_PATH"), {
        message: "dev's .env does not set MODEL_PATH.",
        expected: "MODEL_PATH=models/...",
        actual: "(not set)",
      }),
      expect(files.all("exampleset").includes("MODEL_PATH"), {
        message: "The committed example does not name MODEL_PATH.",
        expected: "MODEL_PATH=models/...",
        actual: "(not set)",
        hint: "What only your .env knows, the next machine does not: add the line to .env.example, commit and push.",
      }),
    ),
  hint: "Add `MODEL_PATH=models/digit_classifier_v1.onnx` (or .pkl) to both files.",
})
