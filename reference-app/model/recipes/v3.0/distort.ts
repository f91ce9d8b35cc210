import { PIXELS, SIDE } from "../../lib/mnist.js"
import type { Random } from "../../lib/random.js"

/** How far a distorted image may be from the original, each drawn evenly between minus and plus the limit. */
export interface Distortion {
  /** Tangent of half the angle. */
  readonly turn: number
  readonly slant: number
  /** Relative to the size. */
  readonly size: number
  /** In pixels. */
  readonly shift: number
  /** In pixels, for the corners of a coarse grid; what lies between them follows. */
  readonly bend: number
}

const CELLS = 4
const MIDDLE = (SIDE - 1) / 2

/**
 * Writes image `index` of `source` (bytes) to `target` at `offset`, as values 0 to 1: turned, slanted, stretched, moved and bent
 * at random, its pen sometimes broader, finer or harder. No sine is needed for it, so no engine can differ in one.
 */
export function distort(
  source: Uint8Array,
  index: number,
  target: Float64Array,
  offset: number,
  limits: Distortion,
  random: Random,
): void {
  const around = (limit: number): number => random.between(-limit, limit)
  const half = around(limits.turn)
  const cosine = (1 - half * half) / (1 + half * half)
  const sine = (2 * half) / (1 + half * half)
  const slant = around(limits.slant)
  const [wide, high] = [1 + around(limits.size), 1 + around(limits.size)]
  const [moveX, moveY] = [around(limits.shift), around(limits.shift)]
  const bends = Array.from({ length: 2 * (CELLS + 1) * (CELLS + 1) }, () => around(limits.bend))
  const pen = random.next()
  const gain = random.next() < 0.3 ? random.between(1.5, 6) : 1
  const threshold = random.between(0.35, 0.65)
  const from = index * PIXELS
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = (column - MIDDLE - moveX) * wide
      const y = (row - MIDDLE - moveY) * high
      const sourceX = cosine * x + (slant - sine) * y + MIDDLE + bend(bends, 0, column, row)
      const sourceY = sine * x + cosine * y + MIDDLE + bend(bends, 1, column, row)
      let value = sample(source, from, sourceX, sourceY)
      if (pen < 0.15) {
        const more = Math.max(
          sample(source, from, sourceX + 0.7, sourceY),
          sample(source, from, sourceX, sourceY + 0.7),
        )
        value = Math.max(value, more)
      } else if (pen < 0.3) {
        const less = Math.min(
          sample(source, from, sourceX + 0.6, sourceY),
          sample(source, from, sourceX, sourceY + 0.6),
        )
        value = Math.min(value, less)
      }
      value /= 255
      if (gain > 1) value = Math.min(1, Math.max(0, (value - threshold) * gain + threshold))
      target[offset + row * SIDE + column] = value
    }
  }
}

/** The grid's displacement at a pixel, linear between the four corners around it. */
function bend(bends: readonly number[], axis: 0 | 1, column: number, row: number): number {
  const x = (column / SIDE) * CELLS
  const y = (row / SIDE) * CELLS
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, down] = [x - left, y - top]
  const at = 2 * (top * (CELLS + 1) + left) + axis
  const below = at + 2 * (CELLS + 1)
  const upper = bends[at]! + right * (bends[at + 2]! - bends[at]!)
  const lower = bends[below]! + right * (bends[below + 2]! - bends[below]!)
  return upper + down * (lower - upper)
}

/** The grey value between four pixels; paper outside the image. */
function sample(source: Uint8Array, from: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const [right, down] = [x - left, y - top]
  const upper = pixel(source, from, left, top) * (1 - right) + pixel(source, from, left + 1, top) * right
  const lower = pixel(source, from, left, top + 1) * (1 - right) + pixel(source, from, left + 1, top + 1) * right
  return upper + down * (lower - upper)
}

function pixel(source: Uint8Array, from: number, x: number, y: number): number {
  return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : source[from + y * SIDE + x]!
}
