import { classesOf, type Recipe } from "../../lib/recipe.js"
import { networkOnnx } from "./network-onnx.js"
import type { LayerShape } from "./network.js"
import { trainNetwork } from "./train-network.js"

/** Strides instead of pooling, and few filters: one image costs 225,000 multiplications. */
const SHAPES: readonly LayerShape[] = [
  { kind: "convolution", side: 28, channels: 1, filters: 16, kernel: 5, stride: 2 },
  { kind: "convolution", side: 12, channels: 16, filters: 32, kernel: 3, stride: 2 },
  { kind: "dense", inputs: 800, outputs: 64 },
  { kind: "dense", inputs: 64, outputs: 10 },
]
const PLAN = {
  seed: 28,
  batch: 64,
  epochs: 12,
  rate: 2e-3,
  smoothing: 0,
  distortion: { turn: 0.1, slant: 0.2, size: 0.15, shift: 2, bend: 1.2 },
}

const recipe: Recipe = {
  release: "v3.0",
  kind: "a small convolutional network (two convolutions, two dense layers)",
  digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  input: "grey",
  holdOut: 6000,
  fitting: `Fitted by Adam in ${PLAN.epochs} epochs of batches of ${PLAN.batch}, cross entropy, step width up to ${PLAN.rate}. Every image was seen once
per epoch, each time turned, slanted, stretched, moved and bent a little, its line sometimes broader, finer or harder, so that
the model copes with drawings that are less tidy than MNIST. The size of the network was chosen on the
last 6,000 training images. The seed ${PLAN.seed} decides everything that is random.`,
  train(images, say) {
    const network = trainNetwork(images, {
      ...{ ...PLAN, shapes: SHAPES },
      onEpoch: (epoch, loss) => say(`epoch ${epoch} of ${PLAN.epochs}: loss ${loss.toFixed(4)}`),
    })
    const metadata = { classes: classesOf(recipe).join(","), input: recipe.input, release: recipe.release }
    const { parameters } = network
    return {
      onnx: networkOnnx(SHAPES, parameters, { release: recipe.release, metadata, outputs: recipe.digits.length }),
    }
  },
}

export default recipe
