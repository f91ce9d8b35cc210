import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitContents } from "../library/git-contents.js"
import { ignoreRules } from "../library/ignore-rules.js"
import { modelFiles } from "../library/model-files.js"

const MODEL = /\.(pkl|joblib|onnx|h5|hdf5|keras|pt|pth|safetensors|tflite|npy|npz)$/i
const SAMPLES = ["models/digit_classifier_v1.onnx", "models/digit_classifier_v1.pkl"]

export default defineCheck({
  id: "b4.model-untracked",
  title: "Git ignores models of both kinds, and no commit ever held one",
  host: "dev",
  points: 2,
  needs: ["b4.model-dev"],
  probes: (context) => ({
    contents: gitContents(context),
    rules: ignoreRules(context, SAMPLES),
    files: modelFiles(context, "dev"),
  }),
  judge: ({ contents, rules, files }) => {
    if (!rules.repository || contents.has("empty")) return consequenceOf("b2.repo-place")
    const unwanted = contents.all("unwanted").filter((line) => MODEL.test(line))
    const named = (when: string): string[] =>
      unwanted.flatMap((line) => (line.startsWith(`${when} `) ? [line.slice(when.length + 1)] : []))
    const open = SAMPLES.filter((path) => !rules.travels(path))
    return all(
      expect(named("now").length === 0, {
        message: `Git tracks a model: ${named("now").join(", ")}.`,
        expected: "no model in the repository",
        actual: named("now").join(", "),
        hint: "`git rm --cached` it and ignore it; once pushed it stays in the history, so rewrite the commit while nobody has it.",
      }),
      expect(named("once").length === 0, {
        message: `A commit still holds the model ${named("once").join(", ")}, though it was removed later.`,
        expected: "no model in any commit of any branch or tag",
        actual: named("once").join(", "),
        hint: "Every clone carries it for ever: rewrite the commits that hold it before others build on them.",
      }),
      expect(!files.has("committed"), {
        message: `The model lies in the history under another name: ${files.get("committed")}.`,
        expected: "no commit with this content",
        actual: files.get("committed"),
        hint: "The name does not matter, the bytes do: take it out of every commit and fetch it with the script.",
      }),
      expect(open.length === 0, {
        message: `Git would take ${open.join(" and ")} into a commit.`,
        expected: "ignored by a rule of the repository",
        actual: open.join(", "),
        hint: "A release brings the model in both forms, .onnx and .pkl: ignore the folder, `models/*` with `!models/.gitkeep`, not one ending.",
      }),
    )
  },
  hint: "Models are built and fetched, not written: ignore models/ and look at `git status` before each commit.",
})
