import { SIDE, type Point, type Stroke } from "./stroke.js"

/** Grey values row by row: 0 is paper, 255 is ink. Always 28 x 28. */
export type Image = Uint8ClampedArray

const INK = 255

/** Draws strokes into an image, with soft edges: a cell half covered is half grey. What lies outside the field is left out. */
export function rasterise(strokes: readonly Stroke[]): Image {
  const image = new Uint8ClampedArray(SIDE * SIDE)
  for (const path of strokes.flat()) {
    path.forEach((point, index) => drawLine(image, path[index - 1] ?? point, point))
  }
  return image
}

/** The line from a to b with round ends. Where lines cross, the darker one counts, so that nothing is inked twice. */
function drawLine(image: Image, a: Point, b: Point): void {
  const reach = Math.max(a.radius, b.radius) + 1
  const left = clampToField(Math.floor(Math.min(a.x, b.x) - reach))
  const right = clampToField(Math.ceil(Math.max(a.x, b.x) + reach))
  const top = clampToField(Math.floor(Math.min(a.y, b.y) - reach))
  const bottom = clampToField(Math.ceil(Math.max(a.y, b.y) + reach))
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const index = row * SIDE + column
      const ink = INK * depth(column + 0.5, row + 0.5, a, b)
      if (ink > image[index]!) image[index] = ink
    }
  }
}

/** How far inside the line a place is: 0 outside, 0.5 exactly on the edge, 1 half a cell or more within. */
function depth(x: number, y: number, a: Point, b: Point): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length2 = dx * dx + dy * dy
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length2))
  const distance = Math.hypot(x - a.x - along * dx, y - a.y - along * dy)
  const radius = a.radius + along * (b.radius - a.radius)
  return Math.min(1, Math.max(0, radius - distance + 0.5))
}

function clampToField(value: number): number {
  return Math.min(SIDE, Math.max(0, value))
}
