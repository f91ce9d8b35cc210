import type { Random } from "../../lib/random.js"
import { timesTransposed, transpose, transposedTimes } from "./matrix.js"

/** A learned array and the gradient of the loss by it, of the same length. */
export interface Parameter {
  readonly values: Float64Array
  readonly gradient: Float64Array
}

/** One layer for batches of a fixed size. Images lie row by row, the channels of a point side by side. */
export interface Layer {
  readonly parameters: readonly Parameter[]
  /** The result is overwritten by the next call. */
  forward(input: Float64Array): Float64Array
  /** Fills the gradients of the parameters from the loss's gradient by the output. */
  learn(gradient: Float64Array): void
  /** The loss's gradient by the input, from that by the output. */
  backward(gradient: Float64Array): Float64Array
}

export interface ConvolutionShape {
  readonly kind: "convolution"
  readonly side: number
  readonly channels: number
  readonly filters: number
  readonly kernel: number
  readonly stride: number
}

export interface DenseShape {
  readonly kind: "dense"
  readonly inputs: number
  readonly outputs: number
}

/** The height and width of a convolution's output: nothing is put around the image. */
export function outputSide({ side, kernel, stride }: ConvolutionShape): number {
  return Math.floor((side - kernel) / stride) + 1
}

/** `weights[output][input]` and `bias[output]`, as one matrix product. */
export function dense({ inputs, outputs }: DenseShape, rows: number, random: Random): Layer {
  const weights = learned(outputs * inputs, inputs, random)
  const bias = learned(outputs)
  const result = new Float64Array(rows * outputs)
  const back = new Float64Array(rows * inputs)
  let seen: Float64Array
  return {
    parameters: [weights, bias],
    forward(input) {
      seen = input
      timesTransposed(input, weights.values, result, rows, outputs, inputs)
      addToRows(result, bias.values)
      return result
    },
    learn(gradient) {
      transposedTimes(gradient, seen, weights.gradient, outputs, inputs, rows)
      sumRows(gradient, bias.gradient)
    },
    backward(gradient) {
      timesTransposed(gradient, transpose(weights.values, outputs, inputs), back, rows, inputs, outputs)
      return back
    },
  }
}

/** `weights[filter][row][column][channel]`: every place under the kernel becomes a row, then it is a dense layer. */
export function convolution(shape: ConvolutionShape, images: number, random: Random): Layer {
  const { side, channels, filters, kernel, stride } = shape
  const out = outputSide(shape)
  const width = kernel * kernel * channels
  const inner = dense({ kind: "dense", inputs: width, outputs: filters }, images * out * out, random)
  const places = new Float64Array(images * out * out * width)
  const back = new Float64Array(images * side * side * channels)
  const line = kernel * channels

  /** Calls `each` for every row of every place with where it begins in the places and in the images. */
  const eachLine = (each: (place: number, image: number) => void): void => {
    let place = 0
    for (let image = 0; image < images; image++)
      for (let y = 0; y < out; y++)
        for (let x = 0; x < out; x++)
          for (let row = 0; row < kernel; row++, place += line)
            each(place, ((image * side + y * stride + row) * side + x * stride) * channels)
  }

  return {
    parameters: inner.parameters,
    forward(input) {
      eachLine((to, from) => {
        for (let i = 0; i < line; i++) places[to + i] = input[from + i]!
      })
      return inner.forward(places)
    },
    learn: (gradient) => inner.learn(gradient),
    backward(gradient) {
      const spread = inner.backward(gradient)
      back.fill(0)
      eachLine((from, to) => {
        for (let i = 0; i < line; i++) back[to + i]! += spread[from + i]!
      })
      return back
    },
  }
}

/** Negative values become 0. */
export function rectifier(): Layer {
  let output: Float64Array
  return {
    parameters: [],
    forward(input) {
      output = input
      for (let i = 0; i < output.length; i++) if (output[i]! < 0) output[i] = 0
      return output
    },
    learn() {},
    backward(gradient) {
      for (let i = 0; i < gradient.length; i++) if (output[i] === 0) gradient[i] = 0
      return gradient
    },
  }
}

/** Starts evenly spread, so wide that the signal keeps its strength through a rectifier; without a random source, at 0. */
function learned(size: number, inputs = 1, random?: Random): Parameter {
  const limit = Math.sqrt(6 / inputs)
  const values = new Float64Array(size)
  if (random) for (let i = 0; i < size; i++) values[i] = random.between(-limit, limit)
  return { values, gradient: new Float64Array(size) }
}

function addToRows(matrix: Float64Array, row: Float64Array): void {
  for (let start = 0; start < matrix.length; start += row.length)
    for (let i = 0; i < row.length; i++) matrix[start + i]! += row[i]!
}

function sumRows(matrix: Float64Array, sums: Float64Array): void {
  sums.fill(0)
  for (let start = 0; start < matrix.length; start += sums.length)
    for (let i = 0; i < sums.length; i++) sums[i]! += matrix[start + i]!
}
