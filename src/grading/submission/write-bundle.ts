import { createHash } from "node:crypto"
import { FIRST_LINE, headerLine, RECORDS, type Manifest, type RecordName } from "./format.js"

/** What goes into a bundle, in this order. */
export type Parts = ReadonlyMap<RecordName, Buffer>

/** The bytes to sign: the manifest as readable JSON, naming every record. */
export function manifestBytes(facts: Omit<Manifest, "schema" | "records">, parts: Parts): Buffer {
  const whole: Manifest = {
    schema: "course.submission/1",
    ...facts,
    records: [...parts].map(([name, content]) => ({
      name,
      type: RECORDS[name].type,
      length: content.length,
      sha256: hashOf(content),
    })),
  }
  return Buffer.from(`${JSON.stringify(whole, null, 2)}\n`)
}

/**
 * The bundle's bytes: a first line, then the manifest, its signature and the records, each after a line with its name, length and SHA-256.
 * Any text viewer shows it.
 */
export function bundleBytes(manifest: Buffer, signature: string, parts: Parts): Buffer {
  const all: [string, Buffer][] = [["manifest", manifest], ["signature", Buffer.from(signature)], ...parts]
  return Buffer.concat([
    Buffer.from(FIRST_LINE),
    ...all.flatMap(([name, content]) => [
      Buffer.from(headerLine(name, content.length, hashOf(content))),
      content,
      Buffer.from("\n"),
    ]),
  ])
}

export function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex")
}
