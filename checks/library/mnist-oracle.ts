import type { Image } from "./drawing.js"
import { SAMPLES } from "./mnist-samples.js"
import { classify, top, type Scores } from "./oracle.js"

/** What the released model v1.0 says to one of MNIST's first images. */
export interface SampleAnswer {
  label: string
  scores: Scores
  prediction: string
  confidence: number
}

/** @param prepare how a pixel becomes an input; only mistakes differ from the default */
export function sampleAnswers(prepare?: (pixel: number) => number): SampleAnswer[] {
  return SAMPLES.map(([label, base64]) => {
    const scores = classify(unpacked(base64), prepare)
    const prediction = top(scores)
    return { label, scores, prediction, confidence: scores[prediction] ?? 0 }
  })
}

function unpacked(base64: string): Image {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return Array.from({ length: 28 }, (_, row) => Array.from(bytes.subarray(row * 28, row * 28 + 28)))
}
