import type { Classifier } from "../classifier.js"
import { DRAWINGS_PER_DIGIT } from "../drawing/drawings.js"
import { decide, measure, type Measurement } from "../measure.js"
import { onlyDigits, PIXELS, slice, type DigitSet } from "../mnist.js"
import type { Recipe } from "../recipe.js"
import { STRESSES } from "../stress.js"
import { aDigit, paragraph, percent, table } from "./format.js"

const PAIRS = 6
const EXAMPLES = 5
/** So many test images are changed in each way: enough to tell, and done in seconds. */
const STRESSED_IMAGES = 1000
const SURE = 0.9

/** What the model gets wrong, with examples: measured, not guessed. */
export function failures(
  recipe: Recipe,
  model: Classifier,
  test: DigitSet,
  known: Measurement,
  drawn: Measurement,
): string {
  return [
    `Most frequent confusions on the test images:\n\n${confusions(known)}`,
    `Wrong and most sure of it (places in the list of test images of these digits, from 0):\n\n${examples(known)}`,
    drawn.mistakes.length === 0 ? "" : `Own drawings that it gets wrong:\n\n${drawings(drawn)}`,
    unknownDigits(recipe, model, test),
    blank(model),
    `How it fares on the first ${STRESSED_IMAGES} of these test images when they are not as MNIST draws them:\n\n${stresses(recipe, model, test)}`,
  ]
    .filter(Boolean)
    .join("\n\n")
}

function confusions({ confusion }: Measurement): string {
  return Object.entries(confusion)
    .flatMap(([truth, row]) => Object.entries(row).map(([predicted, count]) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count || Number(a.truth + a.predicted) - Number(b.truth + b.predicted))
    .slice(0, PAIRS)
    .map(({ truth, predicted, count }) => `- ${aDigit(truth)} taken for ${aDigit(predicted)}: ${count} times`)
    .join("\n")
}

function examples({ mistakes }: Measurement): string {
  return mistakes
    .slice(0, EXAMPLES)
    .map(
      (one) =>
        `- image ${one.index}: ${aDigit(one.truth)} taken for ${aDigit(one.predicted)}, confidence ${one.confidence.toFixed(4)}`,
    )
    .join("\n")
}

function drawings({ mistakes }: Measurement): string {
  return mistakes
    .toSorted((a, b) => a.index - b.index)
    .map(
      ({ index, truth, predicted, confidence }) =>
        `- drawing ${(index % DRAWINGS_PER_DIGIT) + 1} of ${aDigit(truth)} taken for ${aDigit(predicted)}, confidence ${confidence.toFixed(2)}`,
    )
    .join("\n")
}

function unknownDigits(recipe: Recipe, model: Classifier, test: DigitSet): string {
  const unknown = [...new Set(test.labels)].filter((digit) => !recipe.digits.includes(digit)).sort((a, b) => a - b)
  if (unknown.length === 0)
    return "Letters, several digits in one image and drawings of other things get an answer as well: a digit."
  const set = onlyDigits(test, unknown)
  const sure = measure(model, set).mistakes.filter(({ confidence }) => confidence > SURE).length
  return paragraph(`A ${unknown.join(" or ")} can never be right: the model has no such class and answers with one of the others. Of the
    ${set.count} in the test part of MNIST, ${percent(sure, set.count)} get an answer with a confidence above ${SURE}. The same holds for letters, several
    digits in one image and drawings of other things: the answer is always a digit.`)
}

function blank(model: Classifier): string {
  const { predicted, confidence } = decide(model, new Uint8Array(PIXELS))
  return `A blank image is answered with ${predicted}, confidence ${confidence.toFixed(2)}.`
}

function stresses(recipe: Recipe, model: Classifier, test: DigitSet): string {
  const set = onlyDigits(test, recipe.digits)
  const some = slice(set, 0, Math.min(STRESSED_IMAGES, set.count))
  const row = (name: string, { correct, images }: Measurement): string[] => [name, percent(correct, images)]
  return table(
    ["change", "right"],
    [row("none", measure(model, some)), ...STRESSES.map(({ name, change }) => row(name, measure(model, change(some))))],
  )
}
