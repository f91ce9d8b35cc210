import { expect, test } from "vitest"
import { drawDigits, DRAWINGS_PER_DIGIT } from "../../lib/drawing/drawings.js"
import { drawSamples } from "../../lib/drawing/samples.js"
import { PIXELS, SIDE } from "../../lib/mnist.js"

test("there are ten different drawings of each digit, the same every time", () => {
  const { count, pixels, labels } = drawDigits()
  expect(count).toBe(10 * DRAWINGS_PER_DIGIT)
  for (let digit = 0; digit < 10; digit++)
    expect(labels.filter((label) => label === digit)).toHaveLength(DRAWINGS_PER_DIGIT)
  const images = Array.from({ length: count }, (_, index) =>
    Buffer.from(pixels.subarray(index * PIXELS, (index + 1) * PIXELS)).toString("hex"),
  )
  expect(new Set(images).size).toBe(count)
  expect(Buffer.from(drawDigits().pixels).equals(pixels)).toBe(true)
})

test("every drawing lies as MNIST's do: with its centre of mass in the middle, to a pixel", () => {
  const { count, pixels } = drawDigits()
  for (let index = 0; index < count; index++) {
    let [mass, x, y] = [0, 0, 0]
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const value = pixels[index * PIXELS + pixel]!
      mass += value
      x += value * (pixel % SIDE)
      y += value * Math.floor(pixel / SIDE)
    }
    expect(Math.abs(x / mass - 13.5), `drawing ${index}`).toBeLessThan(0.75)
    expect(Math.abs(y / mass - 13.5), `drawing ${index}`).toBeLessThan(0.75)
  }
})

test("the samples are the first five digits of MNIST's training part, by another hand", () => {
  const samples = drawSamples()
  expect(samples.map(({ label }) => label)).toEqual(["5", "0", "4", "1", "9"])
  for (const { pixels } of samples) expect(pixels.map((row) => row.length)).toEqual(Array(SIDE).fill(SIDE))
})
