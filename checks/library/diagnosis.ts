import { fail, pass, type Verdict } from "../../src/engine/verdict.js"
import { blank, type Image } from "./drawing.js"
import { classify, CLASSES, distance, top, type Scores } from "./oracle.js"

/** How far a right service may be from the oracle: 32-bit against 64-bit arithmetic. */
const TOLERANCE = 1e-4
/** How well an explanation of wrong answers has to fit before it is told to a student. */
const FIT = 1e-3

interface Explanation {
  message: string
  hint: string
  /** What such a service would answer. */
  scores: (image: Image) => Scores
}

const EXPLANATIONS: Explanation[] = [
  {
    message: "The pixels are not binarised: the answers are those of raw values 0 to 255.",
    hint: "Turn every pixel into 1 when it is above 128 and into 0 otherwise, before the model sees it.",
    scores: (image) => classify(image, (pixel) => pixel),
  },
  {
    message: "The pixels are scaled to 0..1 instead of binarised.",
    hint: "The model was trained on 0 and 1 only: compare with 128, do not divide by 255.",
    scores: (image) => classify(image, (pixel) => pixel / 255),
  },
  {
    message: "The threshold is off by one: a pixel of exactly 128 counts as ink.",
    hint: "Ink is strictly above 128: `> 128`, not `>= 128`.",
    scores: (image) => classify(image, (pixel) => (pixel >= 128 ? 1 : 0)),
  },
  {
    message: "A pixel above 0 counts as ink; the threshold of 128 is missing.",
    hint: "Ink is strictly above 128.",
    scores: (image) => classify(image, (pixel) => (pixel > 0 ? 1 : 0)),
  },
  {
    message: "Ink and paper are swapped.",
    hint: "0 is paper and 255 is ink: do not invert the image.",
    scores: (image) => classify(image, (pixel) => (pixel > 128 ? 0 : 1)),
  },
  {
    message: "Rows and columns are swapped.",
    hint: "Flatten the image row by row: pixel (row, column) is input 28 * row + column.",
    scores: (image) => classify(image.map((_, row) => image.map((line) => line[row] ?? 0))),
  },
]

/**
 * Says whether these answers are the reference model's, and if not, which mistake explains them.
 * @param fixed images that every run sends, `fresh` images that no run sent before, each with its answer's scores
 */
export function diagnose(fixed: readonly [Image, Scores][], fresh: readonly [Image, Scores][]): Verdict {
  const all = [...fixed, ...fresh]
  const farthest = Math.max(...all.map(([image, scores]) => distance(classify(image), scores)))
  if (farthest <= TOLERANCE) return pass()
  const evidence = {
    expected: "the scores of model v1.0",
    actual: `scores that differ by up to ${farthest.toFixed(3)}`,
    excerpt: table(fresh),
  }

  const [, first] = all[0] ?? [blank(), {}]
  if (all.every(([, scores]) => distance(scores, first) < 1e-9)) {
    return fail({
      message: "Every drawing gets the same answer: the image does not reach the model.",
      hint: "Pass the pixels of the request to the classifier, not a constant.",
      ...evidence,
    })
  }
  for (const { message, hint, scores } of EXPLANATIONS) {
    if (all.every(([image, answered]) => distance(scores(image), answered) <= FIT))
      return fail({ message, hint, ...evidence })
  }
  if (all.every(([image, scores]) => isPermutation(classify(image), scores))) {
    return fail({
      message: "The scores are the model's, but under the wrong labels.",
      hint: "Pair the probabilities with the classes in the model's own order: the first is digit 1.",
      ...evidence,
    })
  }
  if (fixed.every(([image, scores]) => distance(classify(image), scores) <= FIT)) {
    return fail({
      message: "Known drawings are answered right and fresh ones are not: the answers come from a table.",
      hint: "Let the model answer every request.",
      ...evidence,
    })
  }
  return fail({ message: "The answers are not those of the model v1.0.", ...evidence })
}

function isPermutation(a: Scores, b: Scores): boolean {
  const sorted = (scores: Scores): number[] => CLASSES.map((label) => scores[label] ?? NaN).sort((x, y) => x - y)
  const [left, right] = [sorted(a), sorted(b)]
  return left.every((value, index) => Math.abs(value - (right[index] ?? NaN)) <= FIT)
}

function table(pairs: readonly [Image, Scores][]): string {
  return pairs
    .map(([image, scores]) => {
      const wanted = classify(image)
      return `expected ${top(wanted)} (${(wanted[top(wanted)] ?? 0).toFixed(3)}), answered ${top(scores)} (${(scores[top(scores)] ?? 0).toFixed(3)})`
    })
    .join("\n")
}
