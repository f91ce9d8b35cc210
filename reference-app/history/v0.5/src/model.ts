import { readFile } from "node:fs/promises"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { readMetadata } from "./onnx-metadata.js"

/** A loaded digit model: `classes` as the model file itself states them, and one call that runs many images. */
export interface Model {
  readonly classes: readonly string[]
  /** `input` holds `count` images of 784 values, 0 or 1; the result holds `count` rows, one probability per class. */
  run(input: Float32Array, count: number): Promise<Float32Array>
}

/** The file is not a digit model that this code can run. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError"
}

export const MODEL_INPUT_WIDTH = 784
const INPUT = "pixels"
const OUTPUT = "probabilities"

/**
 * Reads an ONNX file, once, and prepares it for running.
 * @throws ModelFileError naming the file and what is wrong with it.
 */
export async function loadModel(path: string): Promise<Model> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ModelFileError(`The model file ${path} cannot be read. setup-server.sh fetches it.`, { cause })
  })
  // One thread: a product of 784 by 9 is done before a second thread would have woken up.
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 }).catch(
    (cause: unknown) => {
      throw new ModelFileError(`The model file ${path} is not a usable ONNX model.`, { cause })
    },
  )
  const classes = readMetadata(bytes).get("classes")?.split(",")
  if (!classes) throw new ModelFileError(`The model file ${path} does not state its classes.`)
  expectWidth(path, session.inputMetadata, INPUT, MODEL_INPUT_WIDTH)
  expectWidth(path, session.outputMetadata, OUTPUT, classes.length)

  return {
    classes,
    async run(input, count) {
      const results = await session.run({ [INPUT]: new Tensor("float32", input, [count, MODEL_INPUT_WIDTH]) }, [OUTPUT])
      const output = results[OUTPUT]?.data
      if (!(output instanceof Float32Array))
        throw new ModelFileError(`The model file ${path} returned no probabilities.`)
      return output
    },
  }
}

function expectWidth(
  path: string,
  values: readonly InferenceSession.ValueMetadata[],
  name: string,
  width: number,
): void {
  const value = values.find((candidate) => candidate.name === name)
  const found = value?.isTensor === true && value.type === "float32" ? value.shape : undefined
  if (found?.length === 2 && found[1] === width) return
  throw new ModelFileError(
    `The model file ${path} needs a float tensor "${name}" of shape [N,${width}], but has ${found ? `[${found.join()}]` : "none"}.`,
  )
}
