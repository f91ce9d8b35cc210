import { PIXELS, SIDE } from "./mnist.js"

export interface Sample {
  readonly label: string
  /** 28 rows of 28 grey values, 0 is paper, 255 is ink. */
  readonly pixels: number[][]
}

type Point = readonly [x: number, y: number]
type Stroke = readonly Point[]

/** Pen strokes in a box of 20 wide and 20 high, one digit each, in the order in which MNIST's training set begins. */
const DRAWINGS: readonly { label: string; strokes: readonly Stroke[] }[] = [
  {
    label: "5",
    strokes: [
      [
        [15.5, 2],
        [7, 2.5],
        [6.2, 8.5],
        [10, 8],
        [13.5, 9.8],
        [14.4, 12.8],
        [12.8, 16],
        [9.5, 17.6],
        [5, 17],
      ],
    ],
  },
  {
    label: "0",
    strokes: [ring([10, 10], 5.6, 8)],
  },
  {
    label: "4",
    strokes: [
      [
        [6, 2.5],
        [4.6, 9],
        [5.2, 10.6],
        [8, 11],
        [14.5, 9.8],
      ],
      [
        [14.6, 2],
        [13.6, 10],
        [12.8, 18],
      ],
    ],
  },
  {
    label: "1",
    strokes: [
      [
        [11.6, 1.5],
        [10.2, 10],
        [8.6, 18.5],
      ],
    ],
  },
  {
    label: "9",
    strokes: [
      [...ring([9.6, 6.4], 4.2, 4.4), [13.8, 5]],
      [
        [13.8, 5],
        [13.4, 11],
        [11.8, 18.5],
      ],
    ],
  },
]

/** Half the width of the pen, and how far its edge fades out, in pixels. */
const PEN_RADIUS = 0.75
const PEN_FADE = 0.9

/** Five digits drawn by this file and brought to MNIST's form: shades of grey, centre of mass in the middle. */
export function drawSamples(): Sample[] {
  return DRAWINGS.map(({ label, strokes }) => ({ label, pixels: toRows(centre(strokes)) }))
}

function ring([x, y]: Point, radiusX: number, radiusY: number): Stroke {
  return Array.from({ length: 25 }, (_, step) => {
    const angle = (step / 24) * 2 * Math.PI
    return [x + radiusX * Math.sin(angle), y - radiusY * Math.cos(angle)] as const
  })
}

/** Draws twice: once to find the centre of mass, and again moved so that it lies in the middle of the field. */
function centre(strokes: readonly Stroke[]): Uint8Array {
  const first = draw(strokes, 4, 4)
  let mass = 0
  let x = 0
  let y = 0
  first.forEach((value, index) => {
    mass += value
    x += value * (index % SIDE)
    y += value * Math.floor(index / SIDE)
  })
  const middle = (SIDE - 1) / 2
  return draw(strokes, 4 + middle - x / mass, 4 + middle - y / mass)
}

function draw(strokes: readonly Stroke[], left: number, top: number): Uint8Array {
  const field = new Uint8Array(PIXELS)
  for (let index = 0; index < PIXELS; index++) {
    const point: Point = [(index % SIDE) - left, Math.floor(index / SIDE) - top]
    const distance = Math.min(...strokes.map((stroke) => distanceTo(stroke, point)))
    const ink = 1 - (distance - PEN_RADIUS) / PEN_FADE
    field[index] = Math.round(255 * Math.min(1, Math.max(0, ink)))
  }
  return field
}

function distanceTo(stroke: Stroke, [x, y]: Point): number {
  const distances = stroke.slice(1).map(([endX, endY], index) => {
    const [startX, startY] = stroke[index]!
    const [dx, dy] = [endX - startX, endY - startY]
    const along = Math.min(1, Math.max(0, ((x - startX) * dx + (y - startY) * dy) / (dx * dx + dy * dy)))
    return Math.hypot(x - startX - along * dx, y - startY - along * dy)
  })
  return Math.min(...distances)
}

function toRows(field: Uint8Array): number[][] {
  return Array.from({ length: SIDE }, (_, row) => [...field.subarray(row * SIDE, (row + 1) * SIDE)])
}
