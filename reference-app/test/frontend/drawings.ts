import { PEN_RADIUS, type Point, type Stroke } from "../../frontend/src/stroke.js"

type Place = readonly [x: number, y: number]

/** Digits as a hand draws them, in a box of 1 by 1, with the strokes in the order of writing. */
const DIGITS: Readonly<Record<string, readonly (readonly Place[])[]>> = {
  "0": [ring(0.5, 0.5, 0.34, 0.5, 0, 360)],
  "1": [
    [
      [0.55, 0],
      [0.5, 0.5],
      [0.45, 1],
    ],
  ],
  "2": [[...ring(0.47, 0.27, 0.33, 0.27, 280, 470), [0.5, 0.72], [0.12, 0.96], [0.55, 0.94], [0.9, 1]]],
  "3": [[...ring(0.42, 0.25, 0.32, 0.25, 290, 540), ...ring(0.42, 0.74, 0.36, 0.26, 0, 250)]],
  "4": [
    [
      [0.25, 0.02],
      [0.12, 0.48],
      [0.3, 0.55],
      [0.8, 0.5],
    ],
    [
      [0.8, 0],
      [0.72, 0.5],
      [0.68, 1],
    ],
  ],
  "5": [[[0.85, 0.02], [0.3, 0.05], [0.22, 0.45], ...ring(0.42, 0.7, 0.36, 0.3, 330, 560)]],
  "6": [[[0.7, 0], [0.38, 0.3], [0.22, 0.65], ...ring(0.48, 0.74, 0.27, 0.25, 270, 620)]],
  "7": [
    [
      [0.1, 0.06],
      [0.88, 0.02],
      [0.62, 0.45],
      [0.42, 1],
    ],
  ],
  "8": [[...ring(0.5, 0.25, 0.27, 0.25, 180, -180), ...ring(0.5, 0.75, 0.32, 0.25, 0, 360)]],
  "9": [[...ring(0.45, 0.25, 0.28, 0.25, 60, 420), [0.7, 0.4], [0.66, 0.7], [0.6, 1]]],
}

export const LABELS = Object.keys(DIGITS)

/** A digit of `size` cells, with the upper left corner of its box at this place. */
export function draw(label: string, { left = 6, top = 4, size = 19 } = {}): Stroke[] {
  const toPoint = ([x, y]: Place): Point => ({ x: left + x * size, y: top + y * size, radius: PEN_RADIUS })
  return DIGITS[label]!.map((line) => [line.map(toPoint)])
}

/** Part of an ellipse; angles in degrees, clockwise from the top. */
function ring(x: number, y: number, radiusX: number, radiusY: number, from: number, to: number): Place[] {
  return Array.from({ length: 17 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / 16) * Math.PI) / 180
    return [x + radiusX * Math.sin(angle), y - radiusY * Math.cos(angle)] as const
  })
}
