import { expect, test } from "vitest"
import { exp, log } from "../../lib/exact-math.js"
import { Random } from "../../lib/random.js"

const view = new DataView(new ArrayBuffer(8))
const bitsOf = (value: number): string => {
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16)
}

test.each([
  [1, "4005bf0a8b145769"],
  [-1, "3fd78b56362cef38"],
  [0.1, "3ff1aec7b35a00d4"],
  [-20.5, "3e157a3afeed00ab"],
  [700, "7f0d945df4f8ec8e"],
])("e^%d has the bits that it has everywhere", (x, bits) => {
  expect(bitsOf(exp(x))).toBe(bits)
})

test.each([
  [2, "3fe62e42fefa39ef"],
  [0.3, "bff34378fcbda721"],
  [1e300, "4085963447f87fb5"],
  [1.0000001, "3e7ad7f2847b6492"],
])("the logarithm of %d has the bits that it has everywhere", (x, bits) => {
  expect(bitsOf(log(x))).toBe(bits)
})

test("both are as near to the true value as the engine's own", () => {
  const random = new Random(1)
  for (let round = 0; round < 20_000; round++) {
    const x = random.between(-60, 60)
    expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(4e-16)
    const y = exp(x)
    expect(Math.abs(log(y) - Math.log(y))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(x)))
  }
})

test("both know the ends of their range", () => {
  expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(710), exp(-746), exp(NaN), exp(1e-300)]).toEqual([
    ...[1, 1, 0, Infinity, Infinity, 0, NaN, 1],
  ])
  expect(exp(-740)).toBeGreaterThan(0)
  expect(exp(709.7)).toBeLessThan(Infinity)
  expect([log(1), log(0), log(-1), log(Infinity), log(NaN)]).toEqual([0, -Infinity, NaN, Infinity, NaN])
  expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 10)
})
