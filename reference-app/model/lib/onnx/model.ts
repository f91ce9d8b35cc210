import { fileURLToPath } from "node:url"
import protobuf from "protobufjs"
import { z } from "zod"

/** Old enough for every ONNX runtime in use: all operators here are as operator set 13 defines them. */
const OPSET = 13
const IR_VERSION = 8
const PRODUCER = "pixelwise-model"
const GRAPH = "digit-classifier"

export const FLOAT = 1
export const INT64 = 7
const INT_ATTRIBUTE = 2
const INTS_ATTRIBUTE = 7

/** One operator. An attribute is one whole number or a list of them. */
export interface OnnxNode {
  readonly name: string
  readonly opType: string
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly attributes: Readonly<Record<string, number | readonly number[]>>
}

/** A constant of the graph; floats are 32-bit, shapes are 64-bit whole numbers. */
export interface OnnxTensor {
  readonly name: string
  readonly dims: readonly number[]
  readonly dataType: typeof FLOAT | typeof INT64
  readonly values: readonly number[]
}

/** A model with one input `pixels` float [N,inputs] and one output `probabilities` float [N,outputs]. */
export interface OnnxModel {
  readonly release: string
  readonly metadata: Readonly<Record<string, string>>
  readonly inputs: number
  readonly outputs: number
  readonly nodes: readonly OnnxNode[]
  readonly tensors: readonly OnnxTensor[]
}

export const INPUT = "pixels"
export const OUTPUT = "probabilities"

const type = protobuf.loadSync(fileURLToPath(new URL("subset.proto", import.meta.url))).lookupType("onnx.ModelProto")

/** The model as the bytes of an ONNX file. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const content = {
    irVersion: IR_VERSION,
    producerName: PRODUCER,
    producerVersion: model.release,
    opsetImport: [{ domain: "", version: OPSET }],
    metadataProps: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: GRAPH,
      node: model.nodes.map(({ attributes, ...node }) => ({
        ...node,
        attribute: Object.entries(attributes).map(([name, value]) =>
          typeof value === "number"
            ? { name, type: INT_ATTRIBUTE, i: value }
            : { name, type: INTS_ATTRIBUTE, ints: value },
        ),
      })),
      initializer: model.tensors.map(({ values, ...tensor }) => ({
        ...tensor,
        rawData: toRaw(tensor.dataType, values),
      })),
      input: [rows(INPUT, model.inputs)],
      output: [rows(OUTPUT, model.outputs)],
    },
  }
  const problem = type.verify(content)
  if (problem) throw new Error(`the ONNX content is not valid: ${problem}`)
  return type.encode(type.create(content)).finish()
}

const Rows = z.array(
  z.object({
    type: z.object({
      tensorType: z.object({
        shape: z.object({ dim: z.array(z.object({ dimValue: z.number().optional() })).length(2) }),
      }),
    }),
  }),
)
const Content = z.object({
  producerVersion: z.string(),
  metadataProps: z.array(z.object({ key: z.string(), value: z.string() })),
  graph: z.object({
    node: z.array(
      z.object({
        name: z.string(),
        opType: z.string(),
        input: z.array(z.string()),
        output: z.array(z.string()),
        attribute: z
          .array(
            z.object({
              name: z.string(),
              type: z.number(),
              i: z.number().default(0),
              ints: z.array(z.number()).default([]),
            }),
          )
          .default([]),
      }),
    ),
    initializer: z.array(
      z.object({
        name: z.string(),
        dims: z.array(z.number()),
        dataType: z.literal([FLOAT, INT64]),
        rawData: z.instanceof(Uint8Array),
      }),
    ),
    input: Rows.length(1),
    output: Rows.length(1),
  }),
})

/**
 * Reads back what `encodeOnnx` writes.
 * @throws ZodError or a decoding error when the bytes are no ONNX file of this form.
 */
export function decodeOnnx(bytes: Uint8Array): OnnxModel {
  const { producerVersion, metadataProps, graph } = Content.parse(type.toObject(type.decode(bytes), { longs: Number }))
  return {
    release: producerVersion,
    metadata: Object.fromEntries(metadataProps.map(({ key, value }) => [key, value])),
    inputs: graph.input[0]!.type.tensorType.shape.dim[1]!.dimValue ?? 0,
    outputs: graph.output[0]!.type.tensorType.shape.dim[1]!.dimValue ?? 0,
    nodes: graph.node.map(({ attribute, ...node }) => ({
      ...node,
      attributes: Object.fromEntries(
        attribute.map((one) => [one.name, one.type === INTS_ATTRIBUTE ? one.ints : one.i] as const),
      ),
    })),
    tensors: graph.initializer.map(({ rawData, ...tensor }) => ({
      ...tensor,
      values: fromRaw(tensor.dataType, rawData),
    })),
  }
}

function toRaw(dataType: number, values: readonly number[]): Uint8Array {
  const size = dataType === FLOAT ? 4 : 8
  const raw = Buffer.alloc(values.length * size)
  values.forEach((value, index) =>
    dataType === FLOAT ? raw.writeFloatLE(value, index * size) : raw.writeBigInt64LE(BigInt(value), index * size),
  )
  return raw
}

function fromRaw(dataType: number, bytes: Uint8Array): number[] {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return dataType === FLOAT
    ? Array.from({ length: raw.length / 4 }, (_, index) => raw.readFloatLE(index * 4))
    : Array.from({ length: raw.length / 8 }, (_, index) => Number(raw.readBigInt64LE(index * 8)))
}

function rows(name: string, width: number): object {
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimParam: "N" }, { dimValue: width }] } } } }
}
