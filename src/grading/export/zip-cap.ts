import { inflateRawSync } from "node:zlib"
import { CourseError } from "../../errors/course-error.js"
import { LIMITS, tooBig } from "./limits.js"

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50

/**
 * Refuses a workbook that unpacks to more than a gradebook can be. What a ZIP file says of its sizes may be a lie, so its entries are
 * unpacked once under a limit before the library sees them.
 * @throws CourseError COURSE_FILE_UNREADABLE
 */
export function capUnpacked(bytes: Uint8Array, most: number = LIMITS.unpackedBytes): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let left = most
  for (const { method, data } of entriesOf(view)) {
    if (method !== 0 && method !== 8) throw noWorkbook()
    left -= method === 0 ? data.length : unpackedLength(data, left, most)
    if (left < 0) throw tooMuch(most)
  }
}

function entriesOf(view: Buffer): { method: number; data: Buffer }[] {
  try {
    const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
    if (end < 0 || view.readUInt32LE(end) !== END) throw noWorkbook()
    const count = view.readUInt16LE(end + 10)
    let at = view.readUInt32LE(end + 16)
    return Array.from({ length: count }, () => {
      if (view.readUInt32LE(at) !== ENTRY) throw noWorkbook()
      const [method, packed, header] = [
        view.readUInt16LE(at + 10),
        view.readUInt32LE(at + 20),
        view.readUInt32LE(at + 42),
      ]
      at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32)
      if (view.readUInt32LE(header) !== LOCAL) throw noWorkbook()
      const start = header + 30 + view.readUInt16LE(header + 26) + view.readUInt16LE(header + 28)
      return { method, data: view.subarray(start, start + packed) }
    })
  } catch (error) {
    if (error instanceof RangeError) throw noWorkbook(error)
    throw error
  }
}

function unpackedLength(data: Buffer, limit: number, most: number): number {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, limit) }).length
  } catch (cause) {
    if (cause instanceof RangeError) throw tooMuch(most)
    throw noWorkbook(cause)
  }
}

function tooMuch(most: number): CourseError {
  return tooBig(`It unpacks to more than ${most} bytes.`)
}

function noWorkbook(cause?: unknown): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", "The file is no workbook that can be read.", {
    hint: "Save it as an Excel workbook (.xlsx).",
    cause,
  })
}
