import { expect, test } from "vitest"
import { grouped, percent } from "../../lib/card/format.js"
import type { Classifier } from "../../lib/classifier.js"
import { measure } from "../../lib/measure.js"
import { PIXELS } from "../../lib/mnist.js"

/** Its answers are written into the first two pixels: the class and the confidence in percent. */
const PUPPET: Classifier = {
  classes: ["1", "2"],
  input: "grey",
  probabilities: ([answer = 0, percent = 0]) =>
    Float64Array.from([1, 2], (name) => (name === answer ? percent : 100 - percent) / 100),
}

test("counts answers, mistakes and confidence", () => {
  const cases = [
    [1, 1, 90],
    [1, 1, 95],
    [1, 2, 80],
    [2, 2, 100],
    [2, 1, 85],
  ]
  const pixels = new Uint8Array(cases.length * PIXELS)
  cases.forEach(([, answer, confidence], index) => pixels.set([answer!, confidence!], index * PIXELS))
  const set = { count: cases.length, pixels, labels: Uint8Array.from(cases, ([truth]) => truth!) }
  const found = measure(PUPPET, set)
  expect(found).toMatchObject({ images: 5, correct: 3 })
  expect(found.confusion).toEqual({ 1: { 1: 2, 2: 1 }, 2: { 1: 1, 2: 1 } })
  expect(found.mistakes).toEqual([
    { index: 4, truth: "2", predicted: "1", confidence: 0.85 },
    { index: 2, truth: "1", predicted: "2", confidence: 0.8 },
  ])
  expect(found.bins[8]).toEqual({ low: 0.8, high: 0.9, images: 2, correct: 0, confidence: 0.825 })
  expect(found.bins[9]).toMatchObject({ images: 3, correct: 3 })
  expect(found.calibrationError).toBeCloseTo((1.65 + 0.15) / 5, 12)
})

test("figures read the same in every language", () => {
  expect([0, 999, 1000, 54_077, 1_234_567].map(grouped)).toEqual(["0", "999", "1,000", "54,077", "1,234,567"])
  expect([percent(1, 3), percent(2, 2), percent(0, 0)]).toEqual(["33.33 %", "100.00 %", "-"])
})
