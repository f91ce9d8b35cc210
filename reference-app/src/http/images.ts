import { IMAGE_SIDE } from "../messages.js"

/** A checked image as the recogniser takes it: 784 bytes, row by row. */
export function flatten(rows: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(IMAGE_SIDE * IMAGE_SIDE)
  let at = 0
  for (let y = 0; y < IMAGE_SIDE; y++) {
    const row = rows[y]!
    for (let x = 0; x < IMAGE_SIDE; x++) bytes[at++] = row[x]!
  }
  return bytes
}
