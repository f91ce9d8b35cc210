import { IMAGE_SIZE } from "../../src/inference/image-input.js"

type Point = readonly [x: number, y: number]

const SIDE = 28
const CENTRE = (SIDE - 1) / 2
/** Half the width of the pen, and how far its ink fades, in pixels. */
const PEN = 1.1
const FADE = 1
const STEPS = 24

function arc(x: number, y: number, rx: number, ry: number, from: number, to: number): Point[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / STEPS) * Math.PI) / 180
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)]
  })
}

/** How each digit is drawn, in a field of 20 by 20; angles run clockwise from the right. */
const STROKES: Readonly<Record<string, readonly (readonly Point[])[]>> = {
  "0": [arc(10, 10, 6, 9, 0, 360)],
  "1": [
    [
      [10, 1],
      [10, 19],
    ],
  ],
  "2": [[...arc(10, 6, 5.5, 5, 190, 370), [4, 19], [17, 19]]],
  "3": [[...arc(9, 5.5, 5.5, 4.5, 210, 450), ...arc(9, 14.5, 6, 4.5, 270, 510)]],
  "4": [
    [
      [6, 1],
      [4, 11],
      [16, 11],
    ],
    [
      [14, 2],
      [13, 19],
    ],
  ],
  "6": [[[12, 1], [6, 9], ...arc(9.5, 14, 5, 5, 190, 560)]],
  "7": [
    [
      [3, 2],
      [16, 2],
      [8, 19],
    ],
  ],
  "9": [[...arc(10, 6, 5, 4.5, 0, 360), [14, 8], [11, 19]]],
}

/** The digits that `drawDigit` draws as clearly as the weakest model needs it. */
export const DRAWN_DIGITS: readonly string[] = Object.keys(STROKES)

/** A digit as MNIST has it: light ink, 20 pixels high, its centre of mass in the middle. */
export function drawDigit(digit: string): Uint8Array {
  const strokes = STROKES[digit]!
  const rough = render(strokes, 4, 4)
  let mass = 0
  let x = 0
  let y = 0
  rough.forEach((ink, pixel) => {
    mass += ink
    x += ink * (pixel % SIDE)
    y += ink * Math.floor(pixel / SIDE)
  })
  return render(strokes, 4 + CENTRE - x / mass, 4 + CENTRE - y / mass)
}

function render(strokes: readonly (readonly Point[])[], dx: number, dy: number): Uint8Array {
  return Uint8Array.from({ length: IMAGE_SIZE }, (_, pixel) => {
    const at: Point = [(pixel % SIDE) - dx, Math.floor(pixel / SIDE) - dy]
    const distances = strokes.flatMap((points) => points.slice(1).map((to, index) => distance(at, points[index]!, to)))
    return Math.round(255 * Math.min(1, Math.max(0, (PEN + FADE - Math.min(...distances)) / FADE)))
  })
}

/** From a point to the nearest point of a line. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}
