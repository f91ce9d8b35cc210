import type { Classifier } from "../classifier.js"
import { PIXELS, type DigitSet } from "../mnist.js"
import type { RuntimeModel } from "./runtime.js"

/** How a model file does when ONNX Runtime runs it, held against the plain computation of the same file. */
export interface Agreement {
  /** Images that ONNX Runtime answers rightly. */
  readonly correct: number
  /** The largest distance of a probability from the plain computation's. */
  readonly furthest: number
  /** Images whose two best probabilities are so near to each other that rounding decides. */
  readonly undecided: number
}

/** Furthest that ONNX Runtime's 32-bit probabilities may be from those computed in 64 bits. */
export const TOLERANCE = 1e-4

export async function agreement(model: Classifier, runtime: RuntimeModel, set: DigitSet): Promise<Agreement> {
  const rows = await runtime.probabilities(set, model.input)
  let correct = 0
  let furthest = 0
  let undecided = 0
  rows.forEach((row, index) => {
    if (model.classes[row.indexOf(Math.max(...row))] === String(set.labels[index])) correct++
    const expected = model.probabilities(set.pixels.subarray(index * PIXELS, (index + 1) * PIXELS))
    const [best = 0, second = 0] = expected.toSorted((a, b) => b - a)
    if (best - second < TOLERANCE) undecided++
    row.forEach((value, k) => (furthest = Math.max(furthest, Math.abs(value - expected[k]!))))
  })
  return { correct, furthest, undecided }
}
