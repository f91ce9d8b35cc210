import protobuf from "protobufjs/minimal.js"

/** Field numbers of onnx.proto: ModelProto.metadata_props, and key and value of its StringStringEntryProto. */
const METADATA_PROPS = 14
const KEY = 1
const VALUE = 2

/** The key-value pairs that an ONNX file carries about itself; ONNX Runtime's JavaScript interface hides them. */
export function readMetadata(model: Uint8Array): Map<string, string> {
  const entries = new Map<string, string>()
  const reader = protobuf.Reader.create(model)
  while (reader.pos < reader.len) {
    const tag = reader.uint32()
    if (tag >>> 3 !== METADATA_PROPS) {
      reader.skipType(tag & 7)
      continue
    }
    const fields = readStrings(reader, reader.uint32() + reader.pos)
    entries.set(fields.get(KEY) ?? "", fields.get(VALUE) ?? "")
  }
  return entries
}

function readStrings(reader: protobuf.Reader, end: number): Map<number, string> {
  const fields = new Map<number, string>()
  while (reader.pos < end) fields.set(reader.uint32() >>> 3, reader.string())
  return fields
}
