import type { LogisticModel } from "./logistic.js"
import { PIXELS } from "./mnist.js"
import { FLOAT, INPUT, OUTPUT, type OnnxModel } from "./onnx/model.js"

/** A logistic regression as one Gemm and one Softmax. What a caller must know travels in the metadata. */
export function logisticOnnx(
  model: LogisticModel,
  release: string,
  metadata: Readonly<Record<string, string>> = {},
): OnnxModel {
  const outputs = model.classes.length
  return {
    release,
    metadata: { classes: model.classes.join(","), ...metadata, threshold: String(model.threshold), release },
    inputs: PIXELS,
    outputs,
    nodes: [
      {
        name: "linear",
        opType: "Gemm",
        input: [INPUT, "weights", "bias"],
        output: ["logits"],
        attributes: { transB: 1 },
      },
      { name: "softmax", opType: "Softmax", input: ["logits"], output: [OUTPUT], attributes: { axis: 1 } },
    ],
    tensors: [
      { name: "weights", dims: [outputs, PIXELS], dataType: FLOAT, values: model.weights.flat() },
      { name: "bias", dims: [outputs], dataType: FLOAT, values: model.bias },
    ],
  }
}
