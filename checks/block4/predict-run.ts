import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { majorOf, modelFiles } from "../library/model-files.js"
import { sampleAnswers } from "../library/mnist-oracle.js"
import { predictRun } from "../library/predict-run.js"

const LINE = /^Pred: (\S+) \(conf (\d?\.\d\d)\) True: (\d)$/

export default defineCheck({
  id: "b4.predict-run",
  title: "The predict script prints five lines that are the model's own answers",
  host: "dev",
  points: 2,
  needs: ["b4.predict-place", "b4.classes-constant"],
  probes: (context) => ({ run: predictRun(context), files: modelFiles(context, "dev") }),
  judge: ({ run, files }) => {
    if (run.has("problem")) return unobserved(`The predict script on dev could not be tried: ${run.get("problem")}`)
    const printed = run.all("line").map((line) => line.trim())
    const lines = printed.flatMap((line) => {
      const [, prediction = "", confidence, label = ""] = LINE.exec(line) ?? []
      return prediction === "" ? [] : [{ prediction, confidence: Number(confidence), label }]
    })
    const wanted = sampleAnswers()
    const known = majorOf(files.get("version")) < 2
    const other = wanted.findIndex(
      ({ prediction, confidence }, index) =>
        lines[index]?.prediction !== prediction || Math.abs((lines[index]?.confidence ?? NaN) - confidence) > 0.0101,
    )
    return all(
      expect(run.get("status") === "0", {
        message: "The predict script fails.",
        expected: "exit status 0",
        actual: run.has("status") ? `exit status ${run.get("status")}` : "no script",
        excerpt: run.all("said").join("\n"),
        hint: "Start it from the root of the repository, where .env and models/ are, with the packages installed.",
      }),
      expect(lines.length === wanted.length, {
        message: `The predict script prints ${lines.length} lines of the agreed form instead of five.`,
        expected: "Pred: 5 (conf 0.99) True: 5",
        actual: printed.slice(0, 5).join("\n") || "(nothing)",
      }),
      expect(lines.map(({ label }) => label).join(" ") === wanted.map(({ label }) => label).join(" "), {
        message: "The truths are not those of MNIST's first five images.",
        expected: wanted.map(({ label }) => label).join(" "),
        actual: lines.map(({ label }) => label).join(" "),
      }),
      expect(!known || other < 0, {
        message: `The predict script says something else to image ${other} than the model does.`,
        expected: `${wanted[other]?.prediction} with confidence ${wanted[other]?.confidence.toFixed(2)}`,
        actual: `${lines[other]?.prediction} with confidence ${lines[other]?.confidence}`,
        hint: "The 0 can not be right with v1.0, and still has the model's own answer. Print what the classifier returns.",
      }),
      // A second release knows the 0; what exactly it says is its own affair.
      expect(known || lines.filter(({ prediction, label }) => prediction === label).length >= 4, {
        message: "The predict script recognises fewer than four of the five images with the second release.",
        expected: "5 0 4 1 9, one miss at most",
        actual: lines.map(({ prediction }) => prediction).join(" "),
      }),
    )
  },
  hint: "Read the first five samples, classify them in one batch, print `Pred: d (conf 0.dd) True: d` for each.",
})
