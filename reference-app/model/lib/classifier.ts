import { interpret } from "./onnx/interpret.js"
import { decodeOnnx } from "./onnx/model.js"

/** What a model wants to be given: ink or no ink (1 or 0), or shades of grey (0 to 1). */
export const INPUT_KINDS = ["ink", "grey"] as const
export type InputKind = (typeof INPUT_KINDS)[number]

/** A byte above this is ink. */
export const INK_THRESHOLD = 128

/** The input values of a model for bytes, 0 paper to 255 ink. */
export function toInput(kind: InputKind, bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, kind === "ink" ? (value) => (value > INK_THRESHOLD ? 1 : 0) : (value) => value / 255)
}

/** A digit model that can be asked about one image at a time. */
export interface Classifier {
  readonly classes: readonly string[]
  readonly input: InputKind
  /** One probability per class for 784 bytes. */
  probabilities(image: Uint8Array): Float64Array
}

/**
 * Opens an ONNX file of this project for `interpret`; the metadata says what the classes are and what the input is.
 * @throws Error when the metadata does not fit the graph
 */
export function openClassifier(bytes: Uint8Array): Classifier {
  const model = decodeOnnx(bytes)
  const classes = model.metadata["classes"]?.split(",") ?? []
  // Release v1.0 is older than this key.
  const input = INPUT_KINDS.find((kind) => kind === (model.metadata["input"] ?? "ink"))
  if (!input)
    throw new Error(`the model states the input "${model.metadata["input"]}", not ${INPUT_KINDS.join(" or ")}`)
  if (classes.length !== model.outputs)
    throw new Error(`the model states ${classes.length} classes and has ${model.outputs} outputs`)
  const run = interpret(model)
  return { classes, input, probabilities: (image) => run(toInput(input, image)) }
}
