import { z } from "zod"
import { readEnvironment } from "./environment.js"
import { loadModel, MODEL_INPUT_WIDTH, type Model } from "./model.js"

/** What the service promises to tell apart, written out: the model file is held against it, not the other way round. */
export const CLASSES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const

export type DigitClass = (typeof CLASSES)[number]

/** 28 rows of 28 grey values, 0 (paper) to 255 (ink). */
export type Image = ArrayLike<ArrayLike<number>>

export interface Classification {
  readonly prediction: DigitClass
  /** The highest of the scores. */
  readonly confidence: number
  /** One probability per class; together they are 1. */
  readonly scores: Record<DigitClass, number>
}

/** An image is not 28 rows of 28 values; `shape` says what was received. */
export class ShapeError extends RangeError {
  override readonly name = "ShapeError"
  constructor(readonly shape: string) {
    super(`expected images of shape (N,28,28), received ${shape}`)
  }
}

/** The model's classes are not `CLASSES`. */
export class ClassMismatchError extends Error {
  override readonly name = "ClassMismatchError"
}

const SIDE = 28
/** The model was trained on ink or no ink; values above this are ink. */
const INK_THRESHOLD = 128

let loading: Promise<Model> | undefined

/**
 * Loads the model that MODEL_PATH names, once per process; the service awaits this before it listens.
 * @throws ClassMismatchError when the model knows other classes than `CLASSES`.
 */
export function loadClassifier(): Promise<Model> {
  loading ??= openModel()
  return loading
}

/**
 * Classifies many images with one run of the model; results come in the order of the images.
 * @throws ShapeError before anything runs when an image is not 28x28.
 */
export async function classifyBatch(images: ArrayLike<Image>): Promise<Classification[]> {
  const count = images.length
  const input = new Float32Array(count * MODEL_INPUT_WIDTH)
  for (let index = 0; index < count; index++) binarise(images, index, input)
  const model = await loadClassifier()
  if (count === 0) return []
  const probabilities = await model.run(input, count)
  return Array.from({ length: count }, (_, index) =>
    toClassification(probabilities.subarray(index * CLASSES.length, (index + 1) * CLASSES.length)),
  )
}

/** Classifies one image. */
export async function classify(image: Image): Promise<Classification> {
  const [result] = await classifyBatch([image])
  return result!
}

async function openModel(): Promise<Model> {
  const { MODEL_PATH } = readEnvironment(z.object({ MODEL_PATH: z.string("is missing").min(1, "is empty") }))
  const model = await loadModel(MODEL_PATH)
  if (model.classes.length !== CLASSES.length || model.classes.some((name, index) => name !== CLASSES[index])) {
    throw new ClassMismatchError(
      `The model ${MODEL_PATH} knows the classes ${model.classes.join(", ")}; this code is written for ${CLASSES.join(", ")}.`,
    )
  }
  return model
}

function binarise(images: ArrayLike<Image>, index: number, input: Float32Array): void {
  const image = images[index]!
  if (image.length !== SIDE) throw new ShapeError(describeShape(images))
  for (let row = 0; row < SIDE; row++) {
    const values = image[row]!
    if (typeof values !== "object" || values.length !== SIDE) throw new ShapeError(describeShape(images))
    const offset = index * MODEL_INPUT_WIDTH + row * SIDE
    for (let column = 0; column < SIDE; column++) input[offset + column] = values[column]! > INK_THRESHOLD ? 1 : 0
  }
}

/** "(2,27,28)", or which image and row leave the rule when the lengths differ. */
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

function toClassification(probabilities: Float32Array): Classification {
  let best = 0
  for (let k = 1; k < CLASSES.length; k++) if (probabilities[k]! > probabilities[best]!) best = k
  const scores = Object.fromEntries(CLASSES.map((name, k) => [name, probabilities[k]!])) as Record<DigitClass, number>
  return { prediction: CLASSES[best]!, confidence: probabilities[best]!, scores }
}
