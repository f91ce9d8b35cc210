import { exp, log } from "../../lib/exact-math.js"
import type { Random } from "../../lib/random.js"
import {
  convolution,
  dense,
  rectifier,
  type ConvolutionShape,
  type DenseShape,
  type Layer,
  type Parameter,
} from "./layers.js"

export type LayerShape = ConvolutionShape | DenseShape

/** Layers one after the other, a rectifier between them, for batches of a fixed size. */
export class Network {
  private readonly layers: readonly Layer[]
  readonly parameters: readonly Parameter[]

  constructor(shapes: readonly LayerShape[], batch: number, random: Random) {
    const learned = shapes.map((shape) =>
      shape.kind === "dense" ? dense(shape, batch, random) : convolution(shape, batch, random),
    )
    this.layers = learned.flatMap((layer, index) => (index < learned.length - 1 ? [layer, rectifier()] : [layer]))
    this.parameters = learned.flatMap((layer) => layer.parameters)
  }

  /** The scores before softmax, one row per image; overwritten by the next call. */
  forward(images: Float64Array): Float64Array {
    return this.layers.reduce((values, layer) => layer.forward(values), images)
  }

  /** Fills the gradients of the parameters from the loss's gradient by the scores. */
  backward(gradient: Float64Array): void {
    this.layers.reduceRight((values, layer, index) => {
      layer.learn(values)
      // Nobody asks for the gradient by the image.
      return index === 0 ? values : layer.backward(values)
    }, gradient)
  }
}

/**
 * Mean cross entropy of softmax(scores) against the labels; `gradient` receives its gradient by the scores. A label counts
 * as right to 1 - smoothing only, the rest is shared by all classes: that keeps probabilities away from certainty.
 */
export function crossEntropy(
  scores: Float64Array,
  labels: Uint8Array,
  gradient: Float64Array,
  smoothing: number,
): number {
  const count = labels.length
  const classes = scores.length / count
  let loss = 0
  for (let row = 0; row < count; row++) {
    const at = row * classes
    let top = -Infinity
    for (let k = 0; k < classes; k++) top = Math.max(top, scores[at + k]!)
    let total = 0
    for (let k = 0; k < classes; k++) total += gradient[at + k] = exp(scores[at + k]! - top)
    const logTotal = log(total) + top
    for (let k = 0; k < classes; k++) {
      const wanted = smoothing / classes + (k === labels[row] ? 1 - smoothing : 0)
      gradient[at + k] = (gradient[at + k]! / total - wanted) / count
      loss -= (wanted * (scores[at + k]! - logTotal)) / count
    }
  }
  return loss
}
