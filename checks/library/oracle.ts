import type { Image } from "./drawing.js"
import { CLASSES, WEIGHTS_BASE64 } from "./model-weights.js"

/** The labels of the reference model, in its own order. */
export { CLASSES }

/** Probabilities by label; they sum to 1. */
export type Scores = Record<string, number>

const PIXELS = 28 * 28
const THRESHOLD = 128
const parameters = decode(WEIGHTS_BASE64)

/**
 * What the reference model v1.0 says to an image: multinomial logistic regression on pixels binarised at > 128.
 * @param prepare how a pixel becomes an input; only faulty services differ from the default
 */
export function classify(image: Image, prepare: (pixel: number) => number = binarise): Scores {
  const inputs = image.flat().map(prepare)
  const logits = CLASSES.map((_, label) => {
    const row = label * (PIXELS + 1)
    return inputs.reduce(
      (sum, input, pixel) => sum + input * (parameters[row + pixel] ?? 0),
      parameters[row + PIXELS] ?? 0,
    )
  })
  const highest = Math.max(...logits)
  const exponentials = logits.map((logit) => Math.exp(logit - highest))
  const total = exponentials.reduce((sum, each) => sum + each, 0)
  return Object.fromEntries(CLASSES.map((label, index) => [label, (exponentials[index] ?? 0) / total]))
}

/**
 * The label that the reference model chooses: that of the highest sum over the ink, without the way by probabilities.
 * @param ink the places (row by row) that may hold ink, and the pixels there
 */
export function choose(ink: Iterable<readonly [place: number, pixel: number]>): string {
  const sums = CLASSES.map((_, index) => parameters[index * (PIXELS + 1) + PIXELS] ?? 0)
  for (const [place, pixel] of ink)
    if (pixel > THRESHOLD)
      for (let index = 0; index < sums.length; index++) sums[index]! += parameters[index * (PIXELS + 1) + place]!
  return CLASSES[sums.indexOf(Math.max(...sums))] ?? ""
}

export function binarise(pixel: number): number {
  return pixel > THRESHOLD ? 1 : 0
}

/** The label with the highest score. */
export function top(scores: Scores): string {
  return Object.entries(scores).reduce((best, each) => (each[1] > best[1] ? each : best), ["", -1] as [
    string,
    number,
  ])[0]
}

/** The largest difference between two sets of scores; infinite where a label is missing. */
export function distance(a: Scores, b: Scores): number {
  return Math.max(
    ...CLASSES.map((label) => Math.abs((a[label] ?? Infinity) - (b[label] ?? Infinity))).map((each) =>
      Number.isNaN(each) ? Infinity : each,
    ),
  )
}

/** Per label 784 weights and the bias, little-endian 32-bit floats. */
function decode(base64: string): Float32Array {
  const binary = atob(base64)
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  return new Float32Array(bytes.buffer)
}
