import { IMAGE_SIZE } from "./image-input.js"

const SIDE = 28
const ROWS = { from: 4, to: 24 }
const COLUMNS = { from: 13, to: 15 }

/** An upright stroke, as a 1 is drawn: what a model is tried with before anybody asks it. */
export const TRIAL_DRAWING: Uint8Array = Uint8Array.from({ length: IMAGE_SIZE }, (_, pixel) => {
  const row = Math.floor(pixel / SIDE)
  const column = pixel % SIDE
  const inside = row >= ROWS.from && row < ROWS.to && column >= COLUMNS.from && column < COLUMNS.to
  return inside ? 255 : 0
})
