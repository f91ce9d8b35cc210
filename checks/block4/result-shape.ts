import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail, type Verdict } from "../../src/engine/verdict.js"
import { whileTried } from "../library/classifier-report.js"
import { classifierTrial } from "../library/classifier-run.js"
import { isObject } from "../library/http.js"
import { expectedClasses, modelFiles } from "../library/model-files.js"
import { readClassification } from "../library/probabilities.js"

const FIELDS = ["confidence", "prediction", "scores"]

export default defineCheck({
  id: "b4.result-shape",
  title: "A result is prediction, confidence and a score per class, as plain JSON",
  host: "dev",
  points: 2,
  needs: ["b4.batch"],
  probes: (context) => ({ found: classifierTrial(context), files: modelFiles(context, "dev") }),
  judge: ({ found, files }) =>
    whileTried(found, ({ results, serialises, foreign }) => {
      if (results.length === 0) return consequenceOf("b4.batch")
      const labels = expectedClasses(files.get("version"))
      return all(
        expect(serialises !== false, {
          message: "A result holds values that JSON does not know.",
          expected: "strings and numbers of the language itself",
          actual: foreign ?? "a type of a library",
          hint: "Convert at the border: `str(label)`, `float(score)`. NumPy's numbers look like Python's until something has to write them.",
        }),
        ...results.map((result) => (): Verdict => judgeForm(result, labels)),
        () => all(...results.map((result) => (): Verdict => judgeValues(result, labels))),
      )
    }),
  hint: "Build the result from the row of probabilities alone: scores by label, the label of the highest, and that highest score.",
})

/** Fields, types and labels. */
function judgeForm(result: unknown, labels: readonly string[]): Verdict {
  const fields = isObject(result) ? Object.keys(result).sort() : []
  if (fields.join() !== FIELDS.join())
    return fail({
      message: "A result has not exactly the three fields of the contract.",
      expected: FIELDS.join(", "),
      actual: fields.join(", ") || JSON.stringify(result)?.slice(0, 80),
    })
  const prediction = isObject(result) ? result.prediction : undefined
  const read = readClassification(result)
  if (!read)
    return fail({
      message:
        typeof prediction === "string" ? "Confidence or scores are not numbers." : "The prediction is not a string.",
      expected: "a label as a string, the rest as numbers",
      actual: JSON.stringify(result).slice(0, 160),
    })
  const sum = Object.values(read.scores).reduce((total, each) => total + each, 0)
  return all(
    expect(Object.keys(read.scores).sort().join(" ") === [...labels].sort().join(" "), {
      message: "The scores are not under the labels of CLASSES.",
      expected: labels.join(" "),
      actual: Object.keys(read.scores).join(" "),
      hint: "Pair each probability with its label; the place in the row is not the digit.",
    }),
    expect(Math.abs(sum - 1) <= 1e-6, {
      message: "The scores of an image do not sum to 1.",
      expected: "1 within a millionth",
      actual: String(sum),
      hint: "Return the probabilities as the model gives them: rounding is for people who read them.",
    }),
  )
}

/** Prediction and confidence follow from the scores. */
function judgeValues(result: unknown, labels: readonly string[]): Verdict {
  const read = readClassification(result)
  if (!read) return all()
  const highest = Math.max(...Object.values(read.scores))
  return all(
    expect(read.scores[read.prediction] === highest, {
      message: "The prediction is not the label with the highest score.",
      expected: labels.find((label) => read.scores[label] === highest) ?? "",
      actual: read.prediction,
    }),
    expect(Math.abs(read.confidence - highest) <= 1e-9, {
      message: "The confidence is not the highest score.",
      expected: String(highest),
      actual: String(read.confidence),
    }),
  )
}
