import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import protobuf from "protobufjs/minimal.js"
import { onTestFinished } from "vitest"

/** What a model file of the tests says about itself and computes; every part can be made unfit. */
export interface OnnxContent {
  readonly metadata: Readonly<Record<string, string>>
  /** Values of one image; 784 unless told otherwise. */
  readonly width?: number
  readonly outputs: number
  /** Row after row, one for each pixel, `outputs` values in each. All zero unless told otherwise. */
  readonly weights?: Float32Array
}

const FLOAT = 1
const IR_VERSION = 8
const OPSET = 13

/** The bytes of softmax(pixels x weights) as an ONNX file, field by field as onnx.proto numbers them. */
export function onnxFile(content: OnnxContent): Uint8Array {
  const { metadata, width = 784, outputs, weights = new Float32Array(width * outputs) } = content
  const graph = message((graph) => {
    nested(graph, 1, node("MatMul", ["pixels", "weights"], "logits"))
    nested(graph, 1, node("Softmax", ["logits"], "probabilities"))
    graph.uint32((2 << 3) | 2).string("test-model")
    nested(
      graph,
      5,
      message((tensor) => {
        tensor.uint32(1 << 3).int64(width)
        tensor.uint32(1 << 3).int64(outputs)
        tensor.uint32(2 << 3).int32(FLOAT)
        tensor.uint32((8 << 3) | 2).string("weights")
        tensor.uint32((9 << 3) | 2).bytes(new Uint8Array(weights.buffer))
      }),
    )
    nested(graph, 11, value("pixels", width))
    nested(graph, 12, value("probabilities", outputs))
  })
  return message((model) => {
    model.uint32(1 << 3).int64(IR_VERSION)
    nested(model, 7, graph)
    nested(
      model,
      8,
      message((opset) => opset.uint32(2 << 3).int64(OPSET)),
    )
    for (const [key, text] of Object.entries(metadata))
      nested(
        model,
        14,
        message((entry) =>
          entry
            .uint32((1 << 3) | 2)
            .string(key)
            .uint32((2 << 3) | 2)
            .string(text),
        ),
      )
  })
}

/** Writes files into a folder that is removed when the test ends; gives the folder. */
export async function temporaryFolder(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-test-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
  }
  return folder
}

function node(operator: string, inputs: readonly string[], output: string): Uint8Array {
  return message((writer) => {
    for (const input of inputs) writer.uint32((1 << 3) | 2).string(input)
    writer.uint32((2 << 3) | 2).string(output)
    writer.uint32((4 << 3) | 2).string(operator)
  })
}

/** A float tensor of shape [N,width]. */
function value(name: string, width: number): Uint8Array {
  const shape = message((writer) => {
    nested(
      writer,
      1,
      message((dimension) => dimension.uint32((2 << 3) | 2).string("N")),
    )
    nested(
      writer,
      1,
      message((dimension) => dimension.uint32(1 << 3).int64(width)),
    )
  })
  const tensor = message((writer) => nested(writer.uint32(1 << 3).int32(FLOAT), 2, shape))
  return message((writer) =>
    nested(
      writer.uint32((1 << 3) | 2).string(name),
      2,
      message((type) => nested(type, 1, tensor)),
    ),
  )
}

function message(write: (writer: protobuf.Writer) => unknown): Uint8Array {
  const writer = protobuf.Writer.create()
  write(writer)
  return writer.finish()
}

function nested(writer: protobuf.Writer, field: number, bytes: Uint8Array): void {
  writer.uint32((field << 3) | 2).bytes(bytes)
}
