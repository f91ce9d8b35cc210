import { all, expect, fail, pass, type Verdict } from "../../src/engine/verdict.js"
import { defineQuestion, normalise } from "../library/answers.js"
import { sampleAnswers } from "../library/mnist-oracle.js"

const TOLERANCE = 0.005

const MISTAKES: readonly (readonly [message: string, prepare: (pixel: number) => number])[] = [
  ["That is the confidence for raw values of 0 to 255.", (pixel) => pixel],
  ["That is the confidence for values that were divided by 255.", (pixel) => pixel / 255],
  ["That is the confidence when every pixel above 0 counts as ink.", (pixel) => (pixel > 0 ? 1 : 0)],
]

/** The released model v1.0 is known to course, so what it says to this image is computed here, rightly prepared and wrongly. */
export default defineQuestion({
  id: "b4.sample-prediction",
  title: "What the model says to MNIST's first image is recorded",
  points: 2,
  question: {
    text: () =>
      "Binarise sample 0 at > 128 and let the model v1.0 predict it. Which class does it choose, and how sure is it?",
    fields: [
      { name: "prediction", label: "Predicted class" },
      { name: "confidence", label: "Confidence, 0 to 1, at least three places" },
    ],
    solution: () => {
      const { prediction, confidence } = answerTo()
      return { prediction, confidence: confidence.toFixed(4) }
    },
  },
  judge: ({ prediction, confidence }) => {
    const wanted = answerTo()
    const given = numberOf(confidence)
    return all(
      expect(normalise(prediction).replaceAll(/["']/g, "") === wanted.prediction, {
        message: "The model does not choose that class.",
        expected: "the class with the highest probability",
        actual: prediction ?? "",
      }),
      () => judgeConfidence(given, wanted.confidence),
    )
  },
  hint: "One row of 784 values, 1 where the pixel is above 128 and else 0; the confidence is the highest probability.",
})

function judgeConfidence(given: number, wanted: number): Verdict {
  if (Math.abs(given - wanted) <= TOLERANCE) return pass()
  const mistake = MISTAKES.find(([, prepare]) => Math.abs(given - answerTo(prepare).confidence) <= TOLERANCE / 5)
  return fail({
    message: mistake?.[0] ?? "That is not how sure the model is.",
    expected: `the model's own confidence, within ${TOLERANCE}`,
    actual: Number.isNaN(given) ? "no number" : String(given),
    ...(mistake && {
      hint: "The model gives no error for it, its answers only become worse: binarise at > 128 first.",
    }),
  })
}

function answerTo(prepare?: (pixel: number) => number): { prediction: string; confidence: number } {
  return sampleAnswers(prepare)[0] ?? { prediction: "", confidence: NaN }
}

/** `0.98`, `0,98` and `98 %` are the same. */
function numberOf(text: string | undefined): number {
  const match = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(normalise(text))
  return Number(match?.[1]?.replace(",", ".") ?? NaN) / (match?.[2] === "%" ? 100 : 1)
}
