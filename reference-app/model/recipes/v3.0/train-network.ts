import { PIXELS, type DigitSet } from "../../lib/mnist.js"
import { Random } from "../../lib/random.js"
import { Adam } from "./adam.js"
import { distort, type Distortion } from "./distort.js"
import { crossEntropy, Network, type LayerShape } from "./network.js"

export interface TrainingPlan {
  readonly seed: number
  readonly shapes: readonly LayerShape[]
  readonly batch: number
  readonly epochs: number
  /** The highest step width; it rises over the first epoch and then falls evenly to 0. */
  readonly rate: number
  readonly smoothing: number
  readonly distortion: Distortion
  readonly onEpoch?: (epoch: number, loss: number, network: Network) => void
}

/**
 * Trains on distorted copies of the images, every image once per epoch in a new order. The seed decides everything that is
 * random; images that do not fill a last batch sit out that epoch.
 */
export function trainNetwork(set: DigitSet, plan: TrainingPlan): Network {
  const random = new Random(plan.seed)
  const network = new Network(plan.shapes, plan.batch, random)
  const optimiser = new Adam(network.parameters)
  const steps = Math.floor(set.count / plan.batch)
  if (steps === 0) throw new Error(`${set.count} images do not fill one batch of ${plan.batch}`)
  const order = Uint32Array.from({ length: set.count }, (_, index) => index)
  const images = new Float64Array(plan.batch * PIXELS)
  const labels = new Uint8Array(plan.batch)
  let gradient: Float64Array | undefined
  for (let epoch = 0; epoch < plan.epochs; epoch++) {
    random.shuffle(order)
    let loss = 0
    for (let step = 0; step < steps; step++) {
      for (let i = 0; i < plan.batch; i++) {
        const index = order[step * plan.batch + i]!
        distort(set.pixels, index, images, i * PIXELS, plan.distortion, random)
        labels[i] = set.labels[index]!
      }
      const scores = network.forward(images)
      gradient ??= new Float64Array(scores.length)
      loss += crossEntropy(scores, labels, gradient, plan.smoothing)
      network.backward(gradient)
      const done = epoch + step / steps
      optimiser.step(plan.rate * Math.min(done + 1 / steps, (plan.epochs - done) / (plan.epochs - 1 || 1)))
    }
    plan.onEpoch?.(epoch + 1, loss / steps, network)
  }
  return network
}
