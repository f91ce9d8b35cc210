import { random, type Random } from "../../src/engine/random.js"

/** 28 rows of 28 whole numbers, 0 (paper) to 255 (ink). */
export type Image = number[][]

const SIZE = 28
const BOX = 20

type Point = readonly [x: number, y: number]

/** The strokes of each digit in a unit box, x to the right, y down. */
const STROKES: Record<string, Point[][]> = {
  "0": [arc(0.5, 0.5, 0.32, 0.5, 0, 360)],
  "1": [
    [
      [0.35, 0.22],
      [0.55, 0],
      [0.55, 1],
    ],
  ],
  "2": [[...arc(0.5, 0.28, 0.36, 0.28, 190, 395), [0.12, 1], [0.9, 1]]],
  "3": [[...arc(0.45, 0.26, 0.38, 0.26, 200, 440), ...arc(0.45, 0.75, 0.42, 0.26, 280, 520)]],
  "4": [
    [
      [0.68, 1],
      [0.68, 0],
      [0.1, 0.68],
      [0.95, 0.68],
    ],
  ],
  "5": [[[0.85, 0], [0.25, 0], [0.2, 0.45], ...arc(0.45, 0.7, 0.4, 0.3, 250, 510)]],
  "6": [[[0.7, 0], ...arc(0.48, 0.7, 0.34, 0.3, 200, 560)]],
  "7": [
    [
      [0.1, 0],
      [0.9, 0],
      [0.42, 1],
    ],
  ],
  "8": [[...arc(0.5, 0.25, 0.3, 0.25, 90, 450), ...arc(0.5, 0.75, 0.36, 0.25, 270, 630)]],
  "9": [[...arc(0.5, 0.3, 0.34, 0.3, 20, 380), [0.78, 1]]],
}

function arc(x: number, y: number, rx: number, ry: number, from: number, to: number): Point[] {
  const steps = 24
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)]
  })
}

/**
 * A handwritten-looking digit, normalised as MNIST was: fitted into a 20x20 box, anti-aliased, its centre of mass in the middle
 * (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998). Slant, size, pen and position vary with the seed.
 */
export function drawDigit(digit: string, seed: string): Image {
  const strokes = STROKES[digit]
  if (!strokes) throw new RangeError(`there are no strokes for ${JSON.stringify(digit)}`)
  const chance = random(`digit:${digit}:${seed}`)
  const between = (low: number, high: number): number => low + (high - low) * chance.next()
  const [slant, wide, pen] = [between(-0.12, 0.28), between(0.75, 1), between(1, 1.5)]
  const wobble = between(0, 0.03)
  const drawn = strokes.map((stroke) =>
    stroke.map(([x, y]): Point => {
      const [jx, jy] = [between(-wobble, wobble), between(-wobble, wobble)]
      return [(x - 0.5) * wide * 0.8 + (0.5 - y) * slant + jx, y + jy]
    }),
  )
  const all = drawn.flat()
  const [left, right] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))]
  const [top, bottom] = [Math.min(...all.map(([, y]) => y)), Math.max(...all.map(([, y]) => y))]
  const scale = (BOX - 2 * pen) / Math.max(right - left, bottom - top)
  const placed = drawn.map((stroke) =>
    stroke.map(([x, y]): Point => [
      (x - (left + right) / 2) * scale + SIZE / 2,
      (y - (top + bottom) / 2) * scale + SIZE / 2,
    ]),
  )
  const rough = raster(placed, pen, 0, 0)
  const [cx, cy] = centreOfMass(rough)
  return speckle(raster(placed, pen, SIZE / 2 - cx, SIZE / 2 - cy), chance)
}

/** Anti-aliased strokes. Each segment looks only at the pixels that its pen can reach. */
function raster(strokes: Point[][], pen: number, dx: number, dy: number): Image {
  const image = blank()
  const reach = pen + 0.5
  const clamp = (value: number): number => Math.min(SIZE - 1, Math.max(0, Math.floor(value)))
  for (const stroke of strokes) {
    for (let index = 0; index + 1 < stroke.length; index++) {
      const [[ax, ay], [bx, by]] = [shifted(stroke[index], dx, dy), shifted(stroke[index + 1], dx, dy)]
      for (let row = clamp(Math.min(ay, by) - reach - 1); row <= clamp(Math.max(ay, by) + reach + 1); row++) {
        const line = image[row] ?? []
        for (
          let column = clamp(Math.min(ax, bx) - reach - 1);
          column <= clamp(Math.max(ax, bx) + reach + 1);
          column++
        ) {
          // Nothing is darker than ink.
          if (line[column] === 255) continue
          const ink = Math.round(255 * Math.min(1, reach - distanceToSegment(column + 0.5, row + 0.5, ax, ay, bx, by)))
          if (ink > (line[column] ?? 0)) line[column] = ink
        }
      }
    }
  }
  return image
}

function shifted(point: Point | undefined, dx: number, dy: number): Point {
  const [x, y] = point ?? [0, 0]
  return [x + dx, y + dy]
}

function distanceToSegment(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length))
  return Math.hypot(px - ax - along * dx, py - ay - along * dy)
}

/** Puts pixels of exactly 128 and 129 along the edge of the ink: they tell `> 128` from `>= 128`. */
function speckle(image: Image, chance: Random): Image {
  return image.map((row) =>
    row.map((value) => (value > 40 && value < 200 && chance.next() < 0.5 ? chance.integer(127, 130) : value)),
  )
}

function centreOfMass(image: Image): Point {
  let [mass, x, y] = [0, 0, 0]
  image.forEach((row, rowIndex) => {
    row.forEach((value, column) => {
      mass += value
      x += value * (column + 0.5)
      y += value * (rowIndex + 0.5)
    })
  })
  return mass === 0 ? [SIZE / 2, SIZE / 2] : [x / mass, y / mass]
}

/** Any 28x28 image of the contract: every value from 0 to 255 is as likely as any other. */
export function drawNoise(seed: string): Image {
  const { integer } = random(`noise:${seed}`)
  return Array.from({ length: SIZE }, () => Array.from({ length: SIZE }, () => integer(0, 255)))
}

export function blank(value = 0): Image {
  return Array.from({ length: SIZE }, () => new Array<number>(SIZE).fill(value))
}
