import { z } from "zod"
import { readEnvironment } from "./environment.js"
import { assertClasses, CLASSES } from "./inference/classes.js"
import { readRow } from "./inference/classification.js"
import { IMAGE_SIZE } from "./inference/image-input.js"
import { loadModel, type Model } from "./inference/model.js"

export { CLASSES, ClassMismatchError } from "./inference/classes.js"

export type DigitClass = (typeof CLASSES)[number]

/** 28 rows of 28 grey values, 0 (paper) to 255 (ink). */
export type Image = ArrayLike<ArrayLike<number>>

export interface Classification {
  readonly prediction: DigitClass
  /** The highest of the scores. */
  readonly confidence: number
  /** One probability per class; together they are 1. */
  readonly scores: Readonly<Record<DigitClass, number>>
}

/** An image is not 28 rows of 28 values; `shape` says what was received. */
export class ShapeError extends RangeError {
  override readonly name = "ShapeError"
  constructor(readonly shape: string) {
    super(`expected images of shape (N,28,28), received ${shape}`)
  }
}

const SIDE = 28

let loading: Promise<Model> | undefined

/**
 * Loads the model that MODEL_PATH names, once per process.
 * @throws ClassMismatchError when the model knows other classes than `CLASSES`.
 */
export function loadClassifier(): Promise<Model> {
  loading ??= openModel()
  return loading
}

/**
 * Classifies many images with one run of the model; results come in the order of the images. It runs at once: the
 * service, whose requests share runs, asks its recogniser instead.
 * @throws ShapeError before anything runs when an image is not 28x28.
 */
export async function classifyBatch(images: ArrayLike<Image>): Promise<Classification[]> {
  const flat = Array.from(images, (image) => flatten(image, images))
  const model = await loadClassifier()
  if (flat.length === 0) return []
  const probabilities = await model.run(flat)
  // The classes were compared with CLASSES when the model was loaded.
  return flat.map((_, index) => readRow(CLASSES, probabilities, index) as Classification)
}

/** Classifies one image. */
export async function classify(image: Image): Promise<Classification> {
  const [result] = await classifyBatch([image])
  return result!
}

async function openModel(): Promise<Model> {
  const { MODEL_PATH } = readEnvironment(z.object({ MODEL_PATH: z.string("is missing").min(1, "is empty") }))
  const model = await loadModel(MODEL_PATH)
  assertClasses(MODEL_PATH, model.classes, CLASSES)
  return model
}

function flatten(image: Image, images: ArrayLike<Image>): Uint8Array {
  if (image.length !== SIDE) throw new ShapeError(describeShape(images))
  const pixels = new Uint8ClampedArray(IMAGE_SIZE)
  for (let row = 0; row < SIDE; row++) {
    const values = image[row]!
    if (typeof values !== "object" || values.length !== SIDE) throw new ShapeError(describeShape(images))
    pixels.set(values, row * SIDE)
  }
  return new Uint8Array(pixels.buffer)
}

/** "(2,27,28)", or which lengths occur when they differ. */
function describeShape(images: ArrayLike<Image>): string {
  const rows = new Set<number | undefined>()
  const columns = new Set<number | undefined>()
  for (const image of Array.from(images)) {
    rows.add(lengthOf(image))
    for (const row of Array.from(image ?? [])) columns.add(lengthOf(row))
  }
  const axes = [new Set([images.length]), rows, columns].map((lengths) => [...lengths].filter((n) => n !== undefined))
  return `(${axes
    .filter((axis) => axis.length > 0)
    .map((axis) => axis.sort((a, b) => a - b).join("|"))
    .join(",")})`
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === "object" && value !== null && "length" in value ? Number(value.length) : undefined
}
