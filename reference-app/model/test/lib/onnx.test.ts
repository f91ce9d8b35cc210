import { expect, test } from "vitest"
import { openClassifier } from "../../lib/classifier.js"
import { interpret } from "../../lib/onnx/interpret.js"
import { decodeOnnx, encodeOnnx, type OnnxModel, type OnnxNode } from "../../lib/onnx/model.js"
import { Random } from "../../lib/random.js"
import { agreement } from "../../lib/verify/agreement.js"
import { openRuntime } from "../../lib/verify/runtime.js"
import { bars } from "../helpers/tiny-mnist.js"

const random = new Random(5)
const floats = (name: string, ...dims: number[]): OnnxModel["tensors"][number] => {
  const size = dims.reduce((product, one) => product * one, 1)
  return { name, dims, dataType: 1, values: Array.from({ length: size }, () => Math.fround(random.between(-0.3, 0.3))) }
}
const node = (opType: string, input: string[], output: string, attributes: OnnxNode["attributes"] = {}): OnnxNode => ({
  ...{ name: output, opType, input, output: [output], attributes },
})

/** Every operator that is in use, with sides that do not divide evenly. */
const MODEL: OnnxModel = {
  release: "v9.0",
  metadata: { classes: "a,b,c", input: "grey" },
  inputs: 784,
  outputs: 3,
  nodes: [
    node("Reshape", ["pixels", "image"], "r"),
    node("Conv", ["r", "w0", "b0"], "c", { kernel_shape: [4, 4], strides: [3, 3] }),
    node("Relu", ["c"], "p"),
    node("Conv", ["p", "w1", "b1"], "d", { kernel_shape: [2, 2], strides: [2, 2] }),
    node("Reshape", ["d", "flat"], "f"),
    node("Gemm", ["f", "w2", "b2"], "g", { transB: 1 }),
    node("Softmax", ["g"], "probabilities", { axis: 1 }),
  ],
  tensors: [
    { name: "image", dims: [4], dataType: 7, values: [-1, 1, 28, 28] },
    ...[floats("w0", 2, 1, 4, 4), floats("b0", 2), floats("w1", 3, 2, 2, 2), floats("b1", 3)],
    { name: "flat", dims: [2], dataType: 7, values: [-1, 48] },
    ...[floats("w2", 3, 48), floats("b2", 3)],
  ],
}

test("a model comes back from its file as it was", () => {
  expect(decodeOnnx(encodeOnnx(MODEL))).toEqual(MODEL)
})

test("ONNX Runtime and the plain computation agree", async () => {
  const bytes = encodeOnnx(MODEL)
  const { furthest } = await agreement(openClassifier(bytes), await openRuntime(bytes), bars(30, 2))
  expect(furthest).toBeLessThan(1e-6)
  expect(furthest).toBeGreaterThan(0)
})

test("a file of something else is rejected", () => {
  expect(() => decodeOnnx(Buffer.from("no model at all"))).toThrow()
  expect(() => decodeOnnx(new Uint8Array())).toThrow()
})

test.each([
  ["an operator that is not known", { nodes: [node("Tanh", ["pixels"], "probabilities")] }, "the operator Tanh"],
  ["a constant that is missing", { tensors: [] }, "needs the constant image"],
])("%s is named", (_, change, message) => {
  expect(() => interpret({ ...MODEL, ...change })).toThrow(message)
})

test("a graph without the output is named", () => {
  const run = interpret({ ...MODEL, nodes: MODEL.nodes.slice(0, -1) })
  expect(() => run(new Float32Array(784))).toThrow("no node has probabilities as its output")
})

test.each([
  [{ classes: "a,b,c", input: "colour" }, 'the input "colour"'],
  [{ classes: "a,b", input: "ink" }, "2 classes and has 3 outputs"],
  [{ input: "ink" }, "0 classes and has 3 outputs"],
])("metadata %j is rejected", (metadata, message) => {
  expect(() => openClassifier(encodeOnnx({ ...MODEL, metadata }))).toThrow(message)
})
