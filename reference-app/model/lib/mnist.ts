import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"

/** One part of MNIST: `pixels` holds `count` images of 784 bytes, row by row; `labels` holds one digit 0 to 9 each. */
export interface DigitSet {
  readonly count: number
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

export const SIDE = 28
export const PIXELS = SIDE * SIDE

const IMAGES_MAGIC = 2051
const LABELS_MAGIC = 2049
const IMAGES_HEADER = 16
const LABELS_HEADER = 8

/**
 * Reads `train` or `t10k` from the four original IDX files (gzip packed) in `folder`.
 * @throws Error naming the file when it cannot be read, or a header, a length or a label is not what the format says.
 */
export async function readMnist(folder: string, part: "train" | "t10k"): Promise<DigitSet> {
  const imagesFile = join(folder, `${part}-images-idx3-ubyte.gz`)
  const labelsFile = join(folder, `${part}-labels-idx1-ubyte.gz`)
  const images = await unpack(imagesFile, IMAGES_HEADER)
  const labels = await unpack(labelsFile, LABELS_HEADER)
  const count = images.readUInt32BE(4)
  if (images.readUInt32BE(0) !== IMAGES_MAGIC || images.readUInt32BE(8) !== SIDE || images.readUInt32BE(12) !== SIDE)
    throw new Error(`${imagesFile} is not an IDX file of 28x28 images`)
  if (images.length !== IMAGES_HEADER + count * PIXELS)
    throw new Error(`${imagesFile} does not hold the ${count} images it announces`)
  if (labels.readUInt32BE(0) !== LABELS_MAGIC) throw new Error(`${labelsFile} is not an IDX file of labels`)
  if (labels.readUInt32BE(4) !== count || labels.length !== LABELS_HEADER + count)
    throw new Error(`${labelsFile} does not hold one label for each of the ${count} images`)
  const wrong = labels.subarray(LABELS_HEADER).findIndex((label) => label > 9)
  if (wrong >= 0)
    throw new Error(`${labelsFile} holds the label ${labels[LABELS_HEADER + wrong]} at ${wrong}: no digit`)
  return { count, pixels: images.subarray(IMAGES_HEADER), labels: labels.subarray(LABELS_HEADER) }
}

async function unpack(file: string, header: number): Promise<Buffer> {
  const packed = await readFile(file).catch((cause: Error) => {
    throw new Error(`${file} cannot be read: ${cause.message}`, { cause })
  })
  try {
    const bytes = gunzipSync(packed)
    if (bytes.length >= header) return bytes
  } catch (cause) {
    throw new Error(`${file} is not a whole gzip file`, { cause })
  }
  throw new Error(`${file} is too short for an IDX file`)
}

/** Keeps the images whose label is in `digits`, in their order. */
export function onlyDigits(set: DigitSet, digits: readonly number[]): DigitSet {
  const wanted = new Set(digits)
  const kept = Array.from(set.labels.keys()).filter((index) => wanted.has(set.labels[index]!))
  const pixels = new Uint8Array(kept.length * PIXELS)
  kept.forEach((from, to) => pixels.set(set.pixels.subarray(from * PIXELS, (from + 1) * PIXELS), to * PIXELS))
  return { count: kept.length, pixels, labels: Uint8Array.from(kept, (index) => set.labels[index]!) }
}

/** The part of a set from image `start` up to, not including, image `end`. */
export function slice(set: DigitSet, start: number, end: number): DigitSet {
  return {
    count: end - start,
    pixels: set.pixels.subarray(start * PIXELS, end * PIXELS),
    labels: set.labels.subarray(start, end),
  }
}

/** The folder named by the variable MNIST_DIR. */
export function mnistFolder(): string {
  const folder = process.env.MNIST_DIR
  if (!folder) throw new Error("MNIST_DIR is not set: it names the folder with the four MNIST files (*-ubyte.gz)")
  return folder
}
