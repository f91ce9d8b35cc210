import { expect, test } from "vitest"
import { openClassifier } from "../../../lib/classifier.js"
import { PIXELS } from "../../../lib/mnist.js"
import { encodeOnnx } from "../../../lib/onnx/model.js"
import { Random } from "../../../lib/random.js"
import { openRuntime } from "../../../lib/verify/runtime.js"
import { networkOnnx } from "../../../recipes/v3.0/network-onnx.js"
import { crossEntropy, Network, type LayerShape } from "../../../recipes/v3.0/network.js"
import { bars } from "../../helpers/tiny-mnist.js"

const SHAPES: readonly LayerShape[] = [
  { kind: "convolution", side: 28, channels: 1, filters: 3, kernel: 5, stride: 3 },
  { kind: "convolution", side: 8, channels: 3, filters: 4, kernel: 3, stride: 2 },
  { kind: "dense", inputs: 36, outputs: 6 },
  { kind: "dense", inputs: 6, outputs: 10 },
]
const BATCH = 4
const SET = bars(BATCH, 4)
const INPUT = Float64Array.from(SET.pixels, (value) => value / 255)

test("the gradient of every parameter is the slope of the loss", () => {
  const network = new Network(SHAPES, BATCH, new Random(1))
  const gradient = new Float64Array(BATCH * 10)
  const loss = (): number => crossEntropy(network.forward(INPUT), SET.labels, gradient, 0.1)
  loss()
  network.backward(gradient)
  const random = new Random(2)
  for (const { values, gradient: found } of network.parameters) {
    for (let round = 0; round < 12; round++) {
      const at = random.below(values.length)
      const kept = values[at]!
      const step = 1e-5
      values[at] = kept + step
      const above = loss()
      values[at] = kept - step
      const slope = (above - loss()) / (2 * step)
      values[at] = kept
      expect(Math.abs(found[at]! - slope)).toBeLessThan(1e-6 + 1e-4 * Math.abs(slope))
    }
  }
})

test("network, ONNX Runtime and the plain computation say the same", async () => {
  const network = new Network(SHAPES, BATCH, new Random(1))
  const metadata = { classes: "0,1,2,3,4,5,6,7,8,9", input: "grey" }
  const bytes = encodeOnnx(networkOnnx(SHAPES, network.parameters, { release: "v0.0", metadata, outputs: 10 }))
  const scores = network.forward(INPUT)
  const rows = await (await openRuntime(bytes)).probabilities(SET, "grey")
  const model = openClassifier(bytes)
  for (let image = 0; image < BATCH; image++) {
    const own = softmax([...scores.subarray(image * 10, image * 10 + 10)])
    const plain = model.probabilities(SET.pixels.subarray(image * PIXELS, (image + 1) * PIXELS))
    own.forEach((value, k) => {
      expect(plain[k]).toBeCloseTo(value, 5)
      expect(rows[image]![k]).toBeCloseTo(value, 5)
    })
  }
})

test("cross entropy knows certainty, ignorance and smoothing", () => {
  const gradient = new Float64Array(2)
  expect(crossEntropy(Float64Array.of(0, 0), Uint8Array.of(1), gradient, 0)).toBeCloseTo(Math.LN2, 12)
  expect([...gradient]).toEqual([0.5, -0.5])
  expect(crossEntropy(Float64Array.of(-800, 800), Uint8Array.of(1), gradient, 0)).toBe(0)
  expect(crossEntropy(Float64Array.of(-5, 5), Uint8Array.of(1), gradient, 0.1)).toBeCloseTo(0.5, 3)
})

function softmax(scores: readonly number[]): number[] {
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)))
  return powers.map((power) => power / powers.reduce((sum, one) => sum + one, 0))
}
