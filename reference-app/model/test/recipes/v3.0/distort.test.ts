import { expect, test } from "vitest"
import { PIXELS, SIDE } from "../../../lib/mnist.js"
import { Random } from "../../../lib/random.js"
import { distort } from "../../../recipes/v3.0/distort.js"

const LIMITS = { turn: 0.1, slant: 0.2, size: 0.15, shift: 2, bend: 1.2 }
const NONE = { turn: 0, slant: 0, size: 0, shift: 0, bend: 0 }

/** A filled square of 12 by 12 in the middle. */
const SQUARE = Uint8Array.from({ length: PIXELS }, (_, index) =>
  [index % SIDE, Math.floor(index / SIDE)].every((at) => at >= 8 && at < 20) ? 255 : 0,
)
const distorted = (limits: typeof LIMITS, random: Random): Float64Array => {
  const target = new Float64Array(PIXELS + 1).fill(9)
  distort(SQUARE, 0, target, 1, limits, random)
  expect(target[0]).toBe(9)
  return target.subarray(1)
}

test("without distortion the image stays where it is; the pen may change its edge", () => {
  const random = new Random(1)
  for (let round = 0; round < 50; round++) {
    const image = distorted(NONE, random)
    for (const at of [14 * SIDE + 14, 10 * SIDE + 10, 17 * SIDE + 17]) expect(image[at]).toBe(1)
    for (const at of [0, 5 * SIDE + 14, 22 * SIDE + 22]) expect(image[at]).toBe(0)
  }
})

test("every distorted image is another, has values from 0 to 1, and keeps most of its ink", () => {
  const random = new Random(2)
  const images = Array.from({ length: 100 }, () => distorted(LIMITS, random))
  expect(new Set(images.map((image) => image.join())).size).toBe(100)
  for (const image of images) {
    expect(image.every((value) => value >= 0 && value <= 1)).toBe(true)
    const ink = image.reduce((sum, value) => sum + value, 0)
    expect(ink).toBeGreaterThan(144 * 0.5)
    expect(ink).toBeLessThan(144 * 2)
  }
})

test("the same random numbers give the same image", () => {
  expect(distorted(LIMITS, new Random(3))).toEqual(distorted(LIMITS, new Random(3)))
})
