import { exp } from "../exact-math.js"
import { INPUT, OUTPUT, type OnnxModel, type OnnxNode } from "./model.js"

/** Values of one image with their shape; the axis of the images is left out. */
interface Value {
  readonly dims: readonly number[]
  readonly data: Float64Array
}

type Operator = (node: OnnxNode, input: Value, constants: readonly Value[]) => Value

/**
 * Runs a digit model by the definitions of its operators: plain loops in 64-bit floats, independent of ONNX Runtime and of the
 * code that trained the model. The result is the same on every machine.
 * @returns from the `inputs` values of one image to its probabilities
 * @throws Error naming an operator that digit models do not use
 */
export function interpret(model: OnnxModel): (image: ArrayLike<number>) => Float64Array {
  const constants = new Map(
    model.tensors.map(({ name, dims, values }) => [name, { dims, data: Float64Array.from(values) }] as const),
  )
  const steps = model.nodes.map((node) => {
    const operator = OPERATORS[node.opType]
    if (!operator)
      throw new Error(`the node ${node.name} has the operator ${node.opType}, which digit models do not use`)
    const [from = "", ...others] = node.input
    const fixed = others.map((name) => {
      const constant = constants.get(name)
      if (!constant) throw new Error(`the node ${node.name} needs the constant ${name}, which is not in the file`)
      return constant
    })
    return { from, to: node.output[0] ?? "", run: (input: Value) => operator(node, input, fixed) }
  })
  return (image) => {
    const values = new Map<string, Value>([[INPUT, { dims: [model.inputs], data: Float64Array.from(image) }]])
    for (const { from, to, run } of steps) values.set(to, run(required(values, from)))
    return required(values, OUTPUT).data
  }
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  Gemm: gemm,
  Conv: conv,
  Relu: relu,
  Reshape: reshape,
  Softmax: softmax,
}

function gemm(_: OnnxNode, { data }: Value, [weights, bias]: readonly Value[]): Value {
  const result = Float64Array.from(bias!.data)
  for (let k = 0; k < result.length; k++) {
    const start = k * data.length
    for (let i = 0; i < data.length; i++) result[k]! += weights!.data[start + i]! * data[i]!
  }
  return { dims: [result.length], data: result }
}

function conv({ attributes }: OnnxNode, { dims, data }: Value, [weights, bias]: readonly Value[]): Value {
  const [channels = 0, height = 0, width = 0] = dims
  const [filters = 0, , kernel = 0] = weights!.dims
  const [stride = 1] = attributes["strides"] as readonly number[]
  const [down, right] = [Math.floor((height - kernel) / stride) + 1, Math.floor((width - kernel) / stride) + 1]
  const result = new Float64Array(filters * down * right)
  let at = 0
  for (let filter = 0; filter < filters; filter++)
    for (let y = 0; y < down; y++)
      for (let x = 0; x < right; x++) {
        let sum = bias!.data[filter]!
        let weight = filter * channels * kernel * kernel
        for (let channel = 0; channel < channels; channel++)
          for (let row = 0; row < kernel; row++) {
            const start = (channel * height + y * stride + row) * width + x * stride
            for (let column = 0; column < kernel; column++) sum += weights!.data[weight++]! * data[start + column]!
          }
        result[at++] = sum
      }
  return { dims: [filters, down, right], data: result }
}

function relu(_: OnnxNode, { dims, data }: Value): Value {
  return { dims, data: data.map((value) => Math.max(0, value)) }
}

function reshape(_: OnnxNode, { data }: Value, [shape]: readonly Value[]): Value {
  return { dims: [...shape!.data.subarray(1)], data }
}

function softmax(_: OnnxNode, { dims, data }: Value): Value {
  const top = Math.max(...data)
  const powers = data.map((value) => exp(value - top))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return { dims, data: powers.map((power) => power / total) }
}

function required(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name)
  if (!value) throw new Error(`no node has ${name} as its output`)
  return value
}
