import { PIXELS, SIDE, type DigitSet } from "./mnist.js"

/** Ways in which a drawing can differ from what MNIST holds, each with the images changed that way. */
export const STRESSES: readonly { readonly name: string; readonly change: (set: DigitSet) => DigitSet }[] = [
  { name: "2 pixels too far to the right", change: (set) => moved(set, 2, 0) },
  { name: "4 pixels too far to the right", change: (set) => moved(set, 4, 0) },
  { name: "4 pixels too far down", change: (set) => moved(set, 0, 4) },
  { name: "half as wide and high", change: (set) => scaled(set, 2) },
  { name: "a quarter larger", change: (set) => scaled(set, 0.8) },
  { name: "black or white only", change: (set) => mapped(set, (value) => (value > 128 ? 255 : 0)) },
  { name: "half as dark", change: (set) => mapped(set, (value) => value >> 1) },
  { name: "dark on light", change: (set) => mapped(set, (value) => 255 - value) },
]

function mapped(set: DigitSet, change: (value: number) => number): DigitSet {
  return { ...set, pixels: set.pixels.map(change) }
}

function moved(set: DigitSet, right: number, down: number): DigitSet {
  return rearranged(set, (x, y) => [x - right, y - down])
}

function scaled(set: DigitSet, step: number): DigitSet {
  const middle = (SIDE - 1) / 2
  const from = (value: number): number => Math.round((value - middle) * step + middle)
  return rearranged(set, (x, y) => [from(x), from(y)])
}

/** Takes every pixel from where `source` says; paper where that is outside. */
function rearranged(set: DigitSet, source: (x: number, y: number) => readonly [x: number, y: number]): DigitSet {
  const pixels = new Uint8Array(set.pixels.length)
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const [fromX, fromY] = source(x, y)
      if (fromX < 0 || fromY < 0 || fromX >= SIDE || fromY >= SIDE) continue
      for (let start = 0; start < pixels.length; start += PIXELS)
        pixels[start + y * SIDE + x] = set.pixels[start + fromY * SIDE + fromX]!
    }
  return { ...set, pixels }
}
