import { InferenceSession, Tensor } from "onnxruntime-node"
import { z } from "zod"
import { toInput, type InputKind } from "../classifier.js"
import { PIXELS, type DigitSet } from "../mnist.js"
import { INPUT, OUTPUT } from "../onnx/model.js"

const BATCH = 500

/** A model file as the service runs it: by ONNX Runtime. */
export interface RuntimeModel {
  /** One row of probabilities per image of the set, in its order. */
  probabilities(set: DigitSet, input: InputKind): Promise<Float32Array[]>
}

/** @throws Error when ONNX Runtime does not take the file. */
export async function openRuntime(bytes: Uint8Array): Promise<RuntimeModel> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 })
  return {
    async probabilities(set, input) {
      const rows: Float32Array[] = []
      for (let start = 0; start < set.count; start += BATCH) {
        const count = Math.min(BATCH, set.count - start)
        const values = toInput(input, set.pixels.subarray(start * PIXELS, (start + count) * PIXELS))
        const output = (await session.run({ [INPUT]: new Tensor("float32", values, [count, PIXELS]) }))[OUTPUT]?.data
        const data = z.instanceof(Float32Array).parse(output)
        const width = data.length / count
        for (let row = 0; row < count; row++) rows.push(data.slice(row * width, (row + 1) * width))
      }
      return rows
    },
  }
}
