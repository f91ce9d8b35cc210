import { PIXELS, type DigitSet } from "../mnist.js"
import { Random } from "../random.js"
import { centred, type Pen, type Point, type Stroke } from "./pen.js"
import { SHAPES } from "./shapes.js"

/** How many drawings of each digit there are. */
export const DRAWINGS_PER_DIGIT = 10
const SEED = 2026
const BOX = 20

/**
 * Ten drawings of each digit 0 to 9 that have nothing to do with MNIST: strokes of this project in several ways of writing,
 * each time with another slant, width, pen and unsteady hand, always the same. They tell how a model takes to drawings of
 * others, where no data set is at hand.
 */
export function drawDigits(): DigitSet {
  const random = new Random(SEED)
  const images = SHAPES.flatMap((shapes, digit) =>
    Array.from({ length: DRAWINGS_PER_DIGIT }, (_, index) => ({
      digit,
      pixels: vary(shapes[index % shapes.length]!, random),
    })),
  )
  const pixels = new Uint8Array(images.length * PIXELS)
  images.forEach((image, index) => pixels.set(image.pixels, index * PIXELS))
  return { count: images.length, pixels, labels: Uint8Array.from(images, ({ digit }) => digit) }
}

function vary(strokes: readonly Stroke[], random: Random): Uint8Array {
  const slant = random.between(-0.1, 0.25)
  const wide = random.between(0.85, 1.1)
  const tremble = random.between(0, 0.25)
  const pen: Pen = { radius: random.between(0.7, 1.5), fade: random.between(0.3, 1.2) }
  const shaken = strokes.map((stroke) =>
    stroke.map(([x, y]): Point => {
      const [dx, dy] = [random.between(-tremble, tremble), random.between(-tremble, tremble)]
      return [(x - BOX / 2) * wide + (BOX / 2 - y) * slant + dx, y + dy]
    }),
  )
  return centred(fitted(shaken, BOX - 2 * pen.radius), pen)
}

/** As large as a square of `size` allows, in the middle of the box, as MNIST's digits were. */
function fitted(strokes: readonly Stroke[], size: number): Stroke[] {
  const points = strokes.flat()
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const scale = size / Math.max(right - left, bottom - top)
  const place = (value: number, low: number, high: number): number => (value - (low + high) / 2) * scale + BOX / 2
  return strokes.map((stroke) => stroke.map(([x, y]): Point => [place(x, left, right), place(y, top, bottom)]))
}
