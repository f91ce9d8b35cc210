import { IMAGE_SIZE } from "../../src/inference/image-input.js"
import type { VersionedModel } from "../../src/inference/model-set.js"

/** A drawing that can be told from every other: its first two bytes hold `id`. */
export function drawing(id: number): Uint8Array {
  const image = new Uint8Array(IMAGE_SIZE)
  image[0] = id & 255
  image[1] = id >> 8
  return image
}

/** The confidence that `FakeModel` gives to `drawing(id)`: no two ids share it. */
export function confidenceOf(id: number): number {
  return Math.fround(0.6 + id / 1_000_000)
}

/** Tells only "yes" and "no", and how sure it is from the drawing's id; a test decides when and how a run ends. */
export class FakeModel implements VersionedModel {
  readonly classes = ["yes", "no"]
  readonly hash: string
  readonly release = undefined
  readonly sizes: number[] = []
  closed = false
  /** Awaited in every run, after the images were read; may reject. */
  during: (images: readonly Uint8Array[]) => Promise<void> = async () => undefined

  constructor(readonly version: string) {
    this.hash = `hash of ${version}`
  }

  async run(images: readonly Uint8Array[]): Promise<Float32Array> {
    if (this.closed) throw new Error("a run on a closed model")
    this.sizes.push(images.length)
    const rows = images.flatMap((image) => {
      const yes = confidenceOf(image[0]! + image[1]! * 256)
      return [yes, 1 - yes]
    })
    await this.during(images)
    return Float32Array.from(rows)
  }

  async close(): Promise<void> {
    this.closed = true
  }
}

/** A promise and what settles it. */
export function gate(): { promise: Promise<void>; open: () => void; fail: (error: Error) => void } {
  let open!: () => void
  let fail!: (error: Error) => void
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve
    fail = reject
  })
  return { promise, open, fail }
}
