import type { Measurement } from "../measure.js"
import { grouped, percent, table } from "./format.js"

/** Per digit: how many of its images are recognised, how often an answer is right, and how the own drawings fare. */
export function perClass(test: Measurement, drawn: Measurement): string {
  const rows = Object.keys(test.confusion).map((digit) => [
    digit,
    percent(right(test, digit), seen(test, digit)),
    percent(right(test, digit), answered(test, digit)),
    `${right(drawn, digit)} of ${seen(drawn, digit)}`,
  ])
  return table(["digit", "recognised", "answer is right", "own drawings"], rows)
}

export function confusionTable({ confusion }: Measurement): string {
  const digits = Object.keys(confusion)
  return table(
    ["", ...digits],
    digits.map((truth) => [`**${truth}**`, ...digits.map((predicted) => String(confusion[truth]![predicted]!))]),
  )
}

export function calibration(test: Measurement): string {
  const rows = test.bins
    .filter(({ images }) => images > 0)
    .map(({ low, high, images, correct, confidence }) => [
      `${low.toFixed(1)} to ${high.toFixed(1)}`,
      grouped(images),
      percent(confidence, 1),
      percent(correct, images),
    ])
  const sum = test.mistakes.reduce((total, { confidence }) => total + confidence, 0)
  return `Expected calibration error: ${(test.calibrationError * 100).toFixed(2)} points. Mean confidence of the wrong answers: ${percent(sum, test.mistakes.length)}.

${table(["confidence", "images", "mean confidence", "right"], rows)}`
}

const right = ({ confusion }: Measurement, digit: string): number => confusion[digit]![digit]!
const seen = ({ confusion }: Measurement, digit: string): number => sum(Object.values(confusion[digit]!))
const answered = ({ confusion }: Measurement, digit: string): number =>
  sum(Object.values(confusion).map((row) => row[digit]!))
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
