import { SIDE } from "../../lib/mnist.js"
import { FLOAT, INPUT, INT64, OUTPUT, type OnnxModel, type OnnxNode, type OnnxTensor } from "../../lib/onnx/model.js"
import { outputSide, type ConvolutionShape, type Parameter } from "./layers.js"
import type { LayerShape } from "./network.js"

/**
 * A trained network as an ONNX graph. ONNX keeps each channel of an image together, the training keeps the channels of a point
 * together: the weights are put into the other order here.
 */
export function networkOnnx(
  shapes: readonly LayerShape[],
  parameters: readonly Parameter[],
  facts: Pick<OnnxModel, "release" | "metadata" | "outputs">,
): OnnxModel {
  const nodes: OnnxNode[] = []
  const tensors: OnnxTensor[] = []
  let value = INPUT
  let before: LayerShape | undefined
  const add = (opType: string, constants: OnnxTensor[], attributes: OnnxNode["attributes"] = {}): void => {
    const name = `${opType.toLowerCase()}${nodes.length}`
    nodes.push({ name, opType, input: [value, ...constants.map((one) => one.name)], output: [name], attributes })
    tensors.push(...constants)
    value = name
  }
  shapes.forEach((shape, index) => {
    const weights = parameters[2 * index]!.values
    const bias = floats(`bias${index}`, [outputsOf(shape)], parameters[2 * index + 1]!.values)
    if (shape.kind === "convolution") {
      const { channels, filters, kernel, stride } = shape
      if (index === 0) add("Reshape", [whole("image", [-1, channels, SIDE, SIDE])])
      const ordered = channelsFirst(weights, filters, kernel * kernel, channels)
      add("Conv", [floats(`weights${index}`, [filters, channels, kernel, kernel], ordered), bias], {
        kernel_shape: [kernel, kernel],
        strides: [stride, stride],
      })
    } else {
      const flattened = before?.kind === "convolution"
      if (flattened) add("Reshape", [whole("row", [-1, shape.inputs])])
      const ordered = flattened ? columnsOf(weights, shape.outputs, before as ConvolutionShape) : weights
      add("Gemm", [floats(`weights${index}`, [shape.outputs, shape.inputs], ordered), bias], { transB: 1 })
    }
    if (index < shapes.length - 1) add("Relu", [])
    before = shape
  })
  add("Softmax", [], { axis: 1 })
  nodes.push({ ...nodes.pop()!, output: [OUTPUT] })
  return { ...facts, inputs: SIDE * SIDE, nodes, tensors }
}

function outputsOf(shape: LayerShape): number {
  return shape.kind === "dense" ? shape.outputs : shape.filters
}

function columnsOf(weights: Float64Array, rows: number, before: ConvolutionShape): Float64Array {
  return channelsFirst(weights, rows, outputSide(before) ** 2, before.filters)
}

/** From [row][point][channel] to [row][channel][point]. */
function channelsFirst(values: Float64Array, rows: number, points: number, channels: number): Float64Array {
  const result = new Float64Array(values.length)
  for (let row = 0; row < rows; row++)
    for (let point = 0; point < points; point++)
      for (let channel = 0; channel < channels; channel++)
        result[(row * channels + channel) * points + point] = values[(row * points + point) * channels + channel]!
  return result
}

function floats(name: string, dims: readonly number[], values: Float64Array): OnnxTensor {
  return { name, dims, dataType: FLOAT, values: [...values] }
}

function whole(name: string, values: readonly number[]): OnnxTensor {
  return { name, dims: [values.length], dataType: INT64, values }
}
