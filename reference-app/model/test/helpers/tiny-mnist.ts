import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { onTestFinished } from "vitest"
import { PIXELS, type DigitSet } from "../../lib/mnist.js"
import { Random } from "../../lib/random.js"

/** A folder that is removed when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-model-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Images that a model can learn: each digit is a bar at a place of its own, with some noise. The seed decides all of it. */
export function bars(count: number, seed: number): DigitSet {
  const random = new Random(seed)
  const pixels = new Uint8Array(count * PIXELS)
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10)
  labels.forEach((label, index) => {
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const isBar = Math.floor(pixel / 28) - 4 === label * 2 || Math.floor(pixel / 28) - 3 === label * 2
      pixels[index * PIXELS + pixel] =
        isBar && pixel % 28 > 5 && pixel % 28 < 22 ? 200 + random.below(56) : random.below(60)
    }
  })
  return { count, pixels, labels }
}

/** The bytes of the two unpacked files of one part of MNIST. */
export function idx({ count, pixels, labels }: DigitSet): { images: Buffer; labels: Buffer } {
  const header = (...words: number[]): Buffer => {
    const bytes = Buffer.alloc(words.length * 4)
    words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4))
    return bytes
  }
  return {
    images: Buffer.concat([header(2051, count, 28, 28), pixels]),
    labels: Buffer.concat([header(2049, count), labels]),
  }
}

/** Writes a set in the form of MNIST. */
export async function writePart(folder: string, part: "train" | "t10k", set: DigitSet): Promise<void> {
  const { images, labels } = idx(set)
  await writeFile(join(folder, `${part}-images-idx3-ubyte.gz`), gzipSync(images))
  await writeFile(join(folder, `${part}-labels-idx1-ubyte.gz`), gzipSync(labels))
}
