import type { Classifier } from "./classifier.js"
import { PIXELS, type DigitSet } from "./mnist.js"

export interface Mistake {
  /** The place of the image in its set, from 0. */
  readonly index: number
  readonly truth: string
  readonly predicted: string
  readonly confidence: number
}

/** Images whose confidence lies between two tenths. */
export interface ConfidenceBin {
  readonly low: number
  readonly high: number
  readonly images: number
  readonly correct: number
  /** Mean confidence of these images. */
  readonly confidence: number
}

export interface Measurement {
  readonly images: number
  readonly correct: number
  /** `confusion[truth][predicted]`: number of images. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly mistakes: readonly Mistake[]
  readonly bins: readonly ConfidenceBin[]
  /** Mean distance of confidence and accuracy over the bins, weighted by images (expected calibration error). */
  readonly calibrationError: number
}

const BINS = 10

/** Asks the model about every image of the set and counts. */
export function measure(model: Classifier, set: DigitSet): Measurement {
  const truths = [...new Set(set.labels)].sort((a, b) => a - b).map(String)
  const row = (): Record<string, number> => Object.fromEntries(model.classes.map((name) => [name, 0]))
  const confusion: Record<string, Record<string, number>> = Object.fromEntries(truths.map((name) => [name, row()]))
  const bins = Array.from({ length: BINS }, () => ({ images: 0, correct: 0, sum: 0 }))
  const mistakes: Mistake[] = []
  for (let index = 0; index < set.count; index++) {
    const { predicted, confidence } = decide(model, set.pixels.subarray(index * PIXELS, (index + 1) * PIXELS))
    const truth = String(set.labels[index])
    confusion[truth]![predicted]!++
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]!
    bin.images++
    bin.sum += confidence
    if (predicted === truth) bin.correct++
    else mistakes.push({ index, truth, predicted, confidence })
  }
  return {
    images: set.count,
    correct: set.count - mistakes.length,
    confusion,
    mistakes: mistakes.sort((a, b) => b.confidence - a.confidence || a.index - b.index),
    bins: bins.map(({ images, correct, sum }, index) => ({
      low: index / BINS,
      high: (index + 1) / BINS,
      images,
      correct,
      confidence: images === 0 ? 0 : sum / images,
    })),
    calibrationError: bins.reduce((error, { correct, sum }) => error + Math.abs(sum - correct) / set.count, 0),
  }
}

/** The class with the highest probability, and that probability. */
export function decide(model: Classifier, image: Uint8Array): { predicted: string; confidence: number } {
  const scores = model.probabilities(image)
  let best = 0
  for (let k = 1; k < scores.length; k++) if (scores[k]! > scores[best]!) best = k
  return { predicted: model.classes[best]!, confidence: scores[best]! }
}
