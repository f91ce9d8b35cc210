import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import { isObject } from "./http.js"
import { CLASSES, type Scores } from "./oracle.js"

/** An answer of /classify, as far as it has the form of the contract. */
export interface Classification {
  prediction: string
  confidence: number
  scores: Scores
}

/** The three fields with their types; undefined where one is missing or of another type. */
export function readClassification(body: unknown): Classification | undefined {
  if (!isObject(body) || !isObject(body.scores)) return undefined
  const { prediction, confidence, scores } = body
  if (typeof prediction !== "string" || typeof confidence !== "number") return undefined
  if (!Object.values(scores).every((score) => typeof score === "number")) return undefined
  return { prediction, confidence, scores: scores as Scores }
}

/** Judges what must hold for any model: nine labels, a sum of 1, and prediction and confidence that follow from the scores. */
export function judgeProbabilities({ prediction, confidence, scores }: Classification): Verdict {
  const labels = Object.keys(scores).sort()
  const values = Object.values(scores)
  const sum = values.reduce((total, score) => total + score, 0)
  const highest = Math.max(...values)
  return all(
    expect(labels.join(" ") === [...CLASSES].sort().join(" "), {
      message: "The scores do not have exactly the nine labels 1 to 9.",
      expected: CLASSES.join(" "),
      actual: labels.join(" "),
      hint: "Use the digits themselves as keys, as strings. An index that starts at 0 is not a label.",
    }),
    expect(
      values.every((score) => score >= 0 && score <= 1),
      {
        message: "A score lies outside 0 to 1.",
        expected: "probabilities",
        actual: values.join(" "),
      },
    ),
    expect(Math.abs(sum - 1) <= 1e-3, {
      message: "The scores do not sum to 1.",
      expected: "1",
      actual: sum.toFixed(6),
      hint: "Return the model's probabilities as they are: do not round, cut or rescale them.",
    }),
    expect(scores[prediction] === highest, {
      message: "The prediction is not the label with the highest score.",
      expected: labels.find((label) => scores[label] === highest) ?? "",
      actual: prediction,
    }),
    expect(Math.abs(confidence - highest) <= 1e-6, {
      message: "The confidence is not the score of the prediction.",
      expected: String(highest),
      actual: String(confidence),
    }),
  )
}
