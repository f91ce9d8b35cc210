import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { PIXELS } from "../../../lib/mnist.js"
import type { LayerShape, Network } from "../../../recipes/v3.0/network.js"
import { trainNetwork } from "../../../recipes/v3.0/train-network.js"
import { bars } from "../../helpers/tiny-mnist.js"

const SHAPES: readonly LayerShape[] = [
  { kind: "convolution", side: 28, channels: 1, filters: 4, kernel: 5, stride: 3 },
  { kind: "dense", inputs: 256, outputs: 10 },
]
const PLAN = {
  ...{ shapes: SHAPES, batch: 20, epochs: 12, rate: 1e-2, smoothing: 0 },
  distortion: { turn: 0.02, slant: 0.05, size: 0.02, shift: 0.4, bend: 0.2 },
}
const hashOf = ({ parameters }: Network): string => {
  const hash = createHash("sha256")
  for (const { values } of parameters) hash.update(Buffer.from(values.buffer))
  return hash.digest("hex")
}

test("learns what can be learned, with a loss that falls", () => {
  const losses: number[] = []
  const network = trainNetwork(bars(100, 1), { ...PLAN, seed: 1, onEpoch: (_, loss) => losses.push(loss) })
  expect(losses).toHaveLength(12)
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 5)
  const fresh = bars(20, 9)
  const scores = network.forward(Float64Array.from(fresh.pixels.subarray(0, 20 * PIXELS), (value) => value / 255))
  const answers = Array.from({ length: 20 }, (_, image) => {
    const row = scores.subarray(image * 10, image * 10 + 10)
    return row.indexOf(Math.max(...row))
  })
  expect(answers).toEqual([...fresh.labels])
})

test("the same seed gives the same bits, on every machine; another seed gives others", () => {
  const first = hashOf(trainNetwork(bars(100, 1), { ...PLAN, seed: 1, epochs: 3 }))
  expect(hashOf(trainNetwork(bars(100, 1), { ...PLAN, seed: 1, epochs: 3 }))).toBe(first)
  expect(first).toBe("61cf0ef169f6f5105d3839d23af55ac848d4754342daacd759dc7909e46ebd40")
  expect(hashOf(trainNetwork(bars(100, 1), { ...PLAN, seed: 2, epochs: 3 }))).not.toBe(first)
})

test("fewer images than one batch are refused", () => {
  expect(() => trainNetwork(bars(10, 1), { ...PLAN, seed: 1 })).toThrow("10 images do not fill one batch of 20")
})
