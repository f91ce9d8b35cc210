/** What a model says to one image. */
export interface Classification {
  readonly prediction: string
  /** The highest of the scores. */
  readonly confidence: number
  /** One probability per class of the model, in the order of the classes; together they are 1. */
  readonly scores: Readonly<Record<string, number>>
}

/** A model ran, but what came out are no probabilities. */
export class ModelOutputError extends Error {
  override readonly name = "ModelOutputError"
}

/** Rounding of 32-bit floats stays far below this. */
const TOLERANCE = 1e-3

/**
 * Reads row `index` of a run's probabilities.
 * @throws ModelOutputError when the row is not a distribution: no such number may reach a client or the database.
 */
export function readRow(classes: readonly string[], probabilities: Float32Array, index: number): Classification {
  const start = index * classes.length
  const scores: Record<string, number> = {}
  let sum = 0
  let best = 0
  for (let k = 0; k < classes.length; k++) {
    const probability = probabilities[start + k]!
    scores[classes[k]!] = probability
    sum += probability
    if (probability > probabilities[start + best]!) best = k
  }
  // Written so that a sum that is not a number is refused as well.
  if (!(Math.abs(sum - 1) < TOLERANCE)) throw new ModelOutputError(`The model's scores add up to ${sum}, not to 1.`)
  return { prediction: classes[best]!, confidence: probabilities[start + best]!, scores }
}
