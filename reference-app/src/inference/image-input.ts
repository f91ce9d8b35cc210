/** Values of one image: 28 rows of 28. */
export const IMAGE_SIZE = 784

const GREYS = 256
/** Grey values above this are ink; the value itself is paper. */
const INK_THRESHOLD = 128

/** How a model wants its pixels: "ink" as 1 or 0, "grey" from 0 (paper) to 1 (ink). */
export type InputConvention = keyof typeof TABLES

/** One float for each grey value: looking it up is faster than comparing or dividing 784 times an image. */
const TABLES = {
  ink: Float32Array.from({ length: GREYS }, (_, grey) => (grey > INK_THRESHOLD ? 1 : 0)),
  grey: Float32Array.from({ length: GREYS }, (_, grey) => grey / (GREYS - 1)),
} as const

export function isInputConvention(name: string): name is InputConvention {
  return Object.hasOwn(TABLES, name)
}

/** Writes the images one after the other into `input`, as the convention wants them. */
export function fillInput(input: Float32Array, images: readonly Uint8Array[], convention: InputConvention): void {
  const table = TABLES[convention]
  let offset = 0
  for (const image of images) {
    for (let pixel = 0; pixel < IMAGE_SIZE; pixel++) input[offset + pixel] = table[image[pixel]!]!
    offset += IMAGE_SIZE
  }
}
