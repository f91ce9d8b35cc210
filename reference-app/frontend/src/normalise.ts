import { rasterise, type Image } from "./rasterise.js"
import { SIDE, type Stroke } from "./stroke.js"

/** MNIST scaled every digit into a box of this many pixels, before it centred it in the image. */
export const BOX = 20

/** MNIST put the mass onto the middle of pixel 14, counted from 0; over its test images the mean is 14.51 across and 14.49 down. */
export const MIDDLE = 14.5

/** A drawing that is much smaller than the box is a dot or a slip: it must not be blown up into a digit. */
const LARGEST_SCALE = 6

/**
 * The image of a drawing as MNIST made its images: the digit is scaled into a box of 20 x 20 with its proportions kept,
 * and its centre of mass is put into the middle of 28 x 28. The model has only ever seen such images.
 *
 * The lines are scaled, not their width: a small and a large drawing of the same digit give the same image, where scaling
 * pixels would make the small one fat. A drawing without ink gives an empty image.
 */
export function normalise(strokes: readonly Stroke[]): Image {
  const boxed = intoBox(strokes)
  const mass = centreOfMass(rasterise(boxed))
  return mass === undefined ? rasterise([]) : rasterise(move(boxed, recentre(mass.x), recentre(mass.y)))
}

/** The body's `pixels`: 28 rows of 28 integers. */
export function toRows(image: Image): number[][] {
  return Array.from({ length: SIDE }, (_, row) => [...image.subarray(row * SIDE, (row + 1) * SIDE)])
}

/** Where the ink's weight lies, in cells; undefined without ink. */
export function centreOfMass(image: Image): { x: number; y: number } | undefined {
  let total = 0
  let x = 0
  let y = 0
  image.forEach((ink, index) => {
    total += ink
    x += ink * ((index % SIDE) + 0.5)
    y += ink * (Math.floor(index / SIDE) + 0.5)
  })
  return total === 0 ? undefined : { x: x / total, y: y / total }
}

/** The drawing scaled so that its ink just fits the box, in the middle of the image. */
function intoBox(strokes: readonly Stroke[]): readonly Stroke[] {
  const points = strokes.flat(2)
  if (points.length === 0) return []
  const x = range(points.map((point) => point.x))
  const y = range(points.map((point) => point.y))
  const room = BOX - 2 * Math.max(...points.map((point) => point.radius))
  const scale = Math.min(room / Math.max(x.extent, y.extent), LARGEST_SCALE)
  return mapPoints(strokes, (point) => ({
    x: SIDE / 2 + (point.x - x.middle) * scale,
    y: SIDE / 2 + (point.y - y.middle) * scale,
    radius: point.radius,
  }))
}

/** How far to move so that the mass comes to the middle, without pushing the box over the edge. */
function recentre(mass: number): number {
  const margin = (SIDE - BOX) / 2
  return Math.min(margin, Math.max(-margin, MIDDLE - mass))
}

function move(strokes: readonly Stroke[], dx: number, dy: number): readonly Stroke[] {
  return mapPoints(strokes, (point) => ({ x: point.x + dx, y: point.y + dy, radius: point.radius }))
}

function mapPoints(strokes: readonly Stroke[], change: (point: Stroke[0][0]) => Stroke[0][0]): readonly Stroke[] {
  return strokes.map((stroke) => stroke.map((path) => path.map(change)))
}

function range(values: readonly number[]): { extent: number; middle: number } {
  const low = values.reduce((least, value) => Math.min(least, value))
  const high = values.reduce((most, value) => Math.max(most, value))
  return { extent: high - low, middle: (low + high) / 2 }
}
