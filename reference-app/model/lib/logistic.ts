import { exp, log } from "./exact-math.js"
import { PIXELS, type DigitSet } from "./mnist.js"

/** `weights[class][pixel]` and `bias[class]` of a multinomial logistic regression, rounded to 32-bit floats. */
export interface LogisticModel {
  readonly classes: readonly string[]
  readonly weights: readonly (readonly number[])[]
  readonly bias: readonly number[]
  /** A pixel counts as ink when its value is greater than this. */
  readonly threshold: number
}

export interface TrainOptions {
  readonly classes: readonly string[]
  readonly threshold: number
  /** Strength of the L2 penalty on the weights (not on the bias), relative to the mean cross entropy. */
  readonly l2: number
  /**
   * How strongly images that the model gets wrong lose influence, 0 to 1. At 0 the loss is the cross entropy; at 1 it is
   * the expected share of errors. A linear model cannot fit every digit, and what it cannot fit pulls it off the rest.
   */
  readonly robustness: number
  readonly iterations: number
  readonly onIteration?: (iteration: number, loss: number) => void
}

/**
 * Fits the model with full-batch L-BFGS from zero. There is nothing random in it: the same images give the same
 * bytes.
 */
export function trainLogistic(set: DigitSet, options: TrainOptions): LogisticModel {
  const size = (PIXELS + 1) * options.classes.length
  // The robust loss has several minima; the one near the solution of the convex loss is wanted.
  const start = minimise(meanLoss(set, { ...options, robustness: 0 }), new Float64Array(size), options)
  const solution = options.robustness > 0 ? minimise(meanLoss(set, options), start, options) : start
  const count = options.classes.length
  return {
    classes: options.classes,
    threshold: options.threshold,
    weights: options.classes.map((_, k) =>
      Array.from({ length: PIXELS }, (_, pixel) => Math.fround(solution[pixel * count + k]!)),
    ),
    bias: options.classes.map((_, k) => Math.fround(solution[PIXELS * count + k]!)),
  }
}

type Objective = (at: Float64Array, gradient: Float64Array) => number

/**
 * Mean of (1 - p^q) / q over the images, p the probability of the right class and q the robustness, plus L2 penalty; for
 * q towards 0 this is the cross entropy. Parameters lie pixel by pixel, `count` classes each, then the bias.
 */
function meanLoss(set: DigitSet, { classes, threshold, l2, robustness }: TrainOptions): Objective {
  const count = classes.length
  const targets = Uint8Array.from(set.labels, (label) => classes.indexOf(String(label)))
  // Most pixels are blank, so each image is kept as the list of its inked pixels.
  const starts = new Uint32Array(set.count + 1)
  const inked: number[] = []
  for (let image = 0; image < set.count; image++) {
    for (let pixel = 0; pixel < PIXELS; pixel++) if (set.pixels[image * PIXELS + pixel]! > threshold) inked.push(pixel)
    starts[image + 1] = inked.length
  }
  const ink = Uint16Array.from(inked)
  const biasAt = PIXELS * count
  const scores = new Float64Array(count)

  return (at, gradient) => {
    gradient.fill(0)
    let loss = 0
    for (let image = 0; image < set.count; image++) {
      const from = starts[image]!
      const to = starts[image + 1]!
      for (let k = 0; k < count; k++) scores[k] = at[biasAt + k]!
      for (let i = from; i < to; i++) {
        const base = ink[i]! * count
        for (let k = 0; k < count; k++) scores[k]! += at[base + k]!
      }
      let top = scores[0]!
      for (let k = 1; k < count; k++) if (scores[k]! > top) top = scores[k]!
      const target = targets[image]!
      let total = 0
      const logit = scores[target]! - top
      for (let k = 0; k < count; k++) total += scores[k] = exp(scores[k]! - top)
      const logProbability = logit - log(total)
      const weight = exp(robustness * logProbability)
      loss += robustness === 0 ? -logProbability : (1 - weight) / robustness
      for (let k = 0; k < count; k++) scores[k]! *= weight / total
      scores[target]! -= weight
      for (let i = from; i < to; i++) {
        const base = ink[i]! * count
        for (let k = 0; k < count; k++) gradient[base + k]! += scores[k]!
      }
      for (let k = 0; k < count; k++) gradient[biasAt + k]! += scores[k]!
    }
    let penalty = 0
    for (let i = 0; i < gradient.length; i++) {
      gradient[i]! /= set.count
      if (i >= biasAt) continue
      gradient[i]! += l2 * at[i]!
      penalty += at[i]! * at[i]!
    }
    return loss / set.count + (l2 / 2) * penalty
  }
}

const MEMORY = 10
const ARMIJO = 1e-4
const SMALLEST_STEP = 1e-10

/** L-BFGS with a backtracking line search; ends early when no step improves any more. */
function minimise(objective: Objective, start: Float64Array, options: TrainOptions): Float64Array {
  const size = start.length
  let at: Float64Array = start.slice()
  let gradient: Float64Array = new Float64Array(size)
  let value = objective(at, gradient)
  const history: { step: Float64Array; change: Float64Array; curvature: number }[] = []

  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    const direction = newtonDirection(gradient, history)
    const slope = dot(direction, gradient)
    let length = history.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1
    const nextAt = new Float64Array(size)
    const nextGradient = new Float64Array(size)
    let nextValue = Infinity
    for (; length > SMALLEST_STEP; length /= 2) {
      for (let i = 0; i < size; i++) nextAt[i] = at[i]! + length * direction[i]!
      nextValue = objective(nextAt, nextGradient)
      if (nextValue <= value + ARMIJO * length * slope) break
    }
    if (length <= SMALLEST_STEP) break

    const step = nextAt.map((x, i) => x - at[i]!)
    const change = nextGradient.map((x, i) => x - gradient[i]!)
    const curvature = dot(step, change)
    if (curvature > 0) history.push({ step, change, curvature })
    if (history.length > MEMORY) history.shift()
    at = nextAt
    gradient = nextGradient
    value = nextValue
    options.onIteration?.(iteration, value)
  }
  return at
}

/** The two-loop recursion: minus the approximate inverse Hessian times the gradient. */
function newtonDirection(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((x) => -x)
  const factors: number[] = []
  for (const { step, change, curvature } of history.toReversed()) {
    const factor = dot(step, direction) / curvature
    factors.push(factor)
    addScaled(direction, change, -factor)
  }
  const last = history.at(-1)
  if (last) {
    const scale = last.curvature / dot(last.change, last.change)
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale
  }
  for (const { step, change, curvature } of history) {
    addScaled(direction, step, factors.pop()! - dot(change, direction) / curvature)
  }
  return direction
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function addScaled(target: Float64Array, added: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * added[i]!
}
