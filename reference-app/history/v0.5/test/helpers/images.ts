/** 28 rows of 28 times the same value. */
export function flat(value: unknown): unknown[][] {
  return Array.from({ length: 28 }, () => Array.from({ length: 28 }, () => value))
}

/** A grey image of numbers, different for every seed. */
export function noise(seed: number): number[][] {
  let state = seed
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * 256)
  }
  return Array.from({ length: 28 }, () => Array.from({ length: 28 }, next))
}

/** An image with one value changed. */
export function withPixel(row: number, column: number, value: unknown): unknown[][] {
  const image = flat(0)
  image[row]![column] = value
  return image
}
