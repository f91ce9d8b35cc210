import { probabilities, type LogisticModel } from "./logistic.js"
import { PIXELS, type DigitSet } from "./mnist.js"

export interface Confusion {
  readonly truth: string
  readonly predicted: string
  readonly count: number
}

export interface Measurement {
  readonly images: number
  readonly correct: number
  /** Correct predictions as a share of all, 0 to 1. */
  readonly accuracy: number
  /** Per class: the share of its images that are recognised. */
  readonly recall: Readonly<Record<string, number>>
  /** Wrong predictions by pair, most frequent first. */
  readonly confusions: readonly Confusion[]
}

/** Runs the model over every image of the set and counts. */
export function measure(model: LogisticModel, set: DigitSet): Measurement {
  const pairs = new Map<string, Confusion>()
  const seen = new Map<string, number>()
  const right = new Map<string, number>()
  for (let image = 0; image < set.count; image++) {
    const scores = probabilities(model, set.pixels.subarray(image * PIXELS, (image + 1) * PIXELS))
    const predicted = model.classes[scores.indexOf(Math.max(...scores))]!
    const truth = String(set.labels[image])
    seen.set(truth, (seen.get(truth) ?? 0) + 1)
    if (predicted === truth) right.set(truth, (right.get(truth) ?? 0) + 1)
    else {
      const key = `${truth} ${predicted}`
      pairs.set(key, { truth, predicted, count: (pairs.get(key)?.count ?? 0) + 1 })
    }
  }
  const correct = [...right.values()].reduce((sum, count) => sum + count, 0)
  return {
    images: set.count,
    correct,
    accuracy: correct / set.count,
    recall: Object.fromEntries(model.classes.map((name) => [name, (right.get(name) ?? 0) / (seen.get(name) ?? 1)])),
    confusions: [...pairs.values()].sort(
      (a, b) => b.count - a.count || `${a.truth}${a.predicted}`.localeCompare(`${b.truth}${b.predicted}`),
    ),
  }
}
