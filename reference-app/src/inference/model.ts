import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { fillInput, IMAGE_SIZE, isInputConvention, type InputConvention } from "./image-input.js"
import { readMetadata } from "./onnx-metadata.js"

/** A loaded digit model; what it says about itself comes from its file. */
export interface Model {
  /** What it tells apart, in the order of its probabilities. */
  readonly classes: readonly string[]
  /** The release that the file states, such as "v1.0". */
  readonly release: string | undefined
  /** SHA-256 of the file, in hex. */
  readonly hash: string
  /**
   * Runs the images at once. The result holds one row for each image, one probability per class.
   * The computation itself happens on the main thread, in the next turn of the event loop: it waits for nothing, and
   * nothing else runs meanwhile.
   */
  run(images: readonly Uint8Array[]): Promise<Float32Array>
  /** Frees what the runtime holds; no run may follow. */
  close(): Promise<void>
}

/** The file is not a digit model that this code can run. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError"
}

const INPUT = "pixels"
const OUTPUT = "probabilities"
/** Models whose file does not say otherwise were trained on ink or no ink. */
const DEFAULT_CONVENTION = "ink"

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
  const metadata = readMetadata(bytes)
  const classes = metadata.get("classes")?.split(",")
  if (!classes) throw new ModelFileError(`The model file ${path} does not state its classes.`)
  const convention = metadata.get("input") ?? DEFAULT_CONVENTION
  if (!isInputConvention(convention))
    throw new ModelFileError(
      `The model file ${path} wants its input as "${convention}", which this code does not know.`,
    )
  expectWidth(path, session.inputMetadata, INPUT, IMAGE_SIZE)
  expectWidth(path, session.outputMetadata, OUTPUT, classes.length)

  return {
    classes,
    release: metadata.get("release"),
    hash: createHash("sha256").update(bytes).digest("hex"),
    run: runner(session, convention),
    close: () => session.release(),
  }
}

/** One buffer serves run after run; only a run that begins while it is taken gets a new one. */
function runner(session: InferenceSession, convention: InputConvention): Model["run"] {
  let spare = new Float32Array(0)
  return async (images) => {
    const length = images.length * IMAGE_SIZE
    const buffer = spare.length >= length ? spare : new Float32Array(length)
    spare = new Float32Array(0)
    try {
      const input = buffer.subarray(0, length)
      fillInput(input, images, convention)
      const results = await session.run({ [INPUT]: new Tensor("float32", input, [images.length, IMAGE_SIZE]) }, [
        OUTPUT,
      ])
      return results[OUTPUT]!.data as Float32Array // its type was checked when the file was loaded
    } finally {
      spare = buffer
    }
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
