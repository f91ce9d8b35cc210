import { PIXELS, SIDE } from "../mnist.js"

export type Point = readonly [x: number, y: number]
/** The corners of a line, joined by straight pieces. */
export type Stroke = readonly Point[]

/** Half the width of a pen, and how far its edge fades out, in pixels. */
export interface Pen {
  readonly radius: number
  readonly fade: number
}

/** 784 bytes, 0 paper to 255 ink: strokes of a box of 20 by 20, moved so that their centre of mass is in the middle of the field. */
export function centred(strokes: readonly Stroke[], pen: Pen): Uint8Array {
  const first = draw(strokes, 4, 4, pen)
  let mass = 0
  let x = 0
  let y = 0
  first.forEach((value, index) => {
    mass += value
    x += value * (index % SIDE)
    y += value * Math.floor(index / SIDE)
  })
  const middle = (SIDE - 1) / 2
  return draw(strokes, 4 + middle - x / mass, 4 + middle - y / mass, pen)
}

/** A closed oval, begun at the top and drawn to the right. */
export function ring([x, y]: Point, radiusX: number, radiusY: number): Stroke {
  return arc([x, y], radiusX, radiusY, 0, 360)
}

/** A part of an oval; angles in degrees, from the top clockwise. */
export function arc([x, y]: Point, radiusX: number, radiusY: number, from: number, to: number): Stroke {
  return Array.from({ length: 25 }, (_, step) => {
    const angle = ((from + (step / 24) * (to - from)) / 360) * 2 * Math.PI
    return [x + radiusX * Math.sin(angle), y - radiusY * Math.cos(angle)] as const
  })
}

/** 28 rows of 28 values. */
export function toRows(field: Uint8Array): number[][] {
  return Array.from({ length: SIDE }, (_, row) => [...field.subarray(row * SIDE, (row + 1) * SIDE)])
}

function draw(strokes: readonly Stroke[], left: number, top: number, pen: Pen): Uint8Array {
  const field = new Uint8Array(PIXELS)
  for (let index = 0; index < PIXELS; index++) {
    const point: Point = [(index % SIDE) - left, Math.floor(index / SIDE) - top]
    const distance = Math.min(...strokes.map((stroke) => distanceTo(stroke, point)))
    const ink = 1 - (distance - pen.radius) / pen.fade
    field[index] = Math.round(255 * Math.min(1, Math.max(0, ink)))
  }
  return field
}

function distanceTo(stroke: Stroke, [x, y]: Point): number {
  const distances = stroke.slice(1).map(([endX, endY], index) => {
    const [startX, startY] = stroke[index]!
    const [dx, dy] = [endX - startX, endY - startY]
    const along = Math.min(1, Math.max(0, ((x - startX) * dx + (y - startY) * dy) / (dx * dx + dy * dy)))
    const [left, up] = [x - startX - along * dx, y - startY - along * dy]
    return Math.sqrt(left * left + up * up)
  })
  return Math.min(...distances)
}
