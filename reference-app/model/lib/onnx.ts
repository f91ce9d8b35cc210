import { fileURLToPath } from "node:url"
import protobuf from "protobufjs"
import type { LogisticModel } from "./logistic.js"
import { PIXELS } from "./mnist.js"

const FLOAT = 1
const INT_ATTRIBUTE = 2
/** Old enough for every ONNX runtime in use: Gemm and Softmax as defined in operator set 13. */
const OPSET = 13
const IR_VERSION = 8

/**
 * The model as an ONNX file: `pixels` float [N,784], each 0 or 1, to `probabilities` float [N,classes], through one
 * Gemm and one Softmax. What a caller must know travels in the metadata: classes, threshold, release.
 */
export async function toOnnx(model: LogisticModel, release: string): Promise<Uint8Array> {
  const root = await protobuf.load(fileURLToPath(new URL("onnx-subset.proto", import.meta.url)))
  const type = root.lookupType("onnx.ModelProto")
  const classes = model.classes.length
  const content = {
    irVersion: IR_VERSION,
    producerName: "pixelwise-model",
    producerVersion: release,
    opsetImport: [{ domain: "", version: OPSET }],
    metadataProps: [
      { key: "classes", value: model.classes.join(",") },
      { key: "threshold", value: String(model.threshold) },
      { key: "release", value: release },
    ],
    graph: {
      name: "digit-classifier",
      node: [
        {
          name: "linear",
          opType: "Gemm",
          input: ["pixels", "weights", "bias"],
          output: ["logits"],
          attribute: [{ name: "transB", type: INT_ATTRIBUTE, i: 1 }],
        },
        {
          name: "softmax",
          opType: "Softmax",
          input: ["logits"],
          output: ["probabilities"],
          attribute: [{ name: "axis", type: INT_ATTRIBUTE, i: 1 }],
        },
      ],
      initializer: [tensor("weights", [classes, PIXELS], model.weights.flat()), tensor("bias", [classes], model.bias)],
      input: [rows("pixels", PIXELS)],
      output: [rows("probabilities", classes)],
    },
  }
  const problem = type.verify(content)
  if (problem) throw new Error(`the ONNX content is not valid: ${problem}`)
  return type.encode(type.create(content)).finish()
}

function tensor(name: string, dims: readonly number[], values: readonly number[]): object {
  const rawData = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => rawData.writeFloatLE(value, index * 4))
  return { name, dims, dataType: FLOAT, rawData }
}

function rows(name: string, width: number): object {
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimParam: "N" }, { dimValue: width }] } } } }
}
