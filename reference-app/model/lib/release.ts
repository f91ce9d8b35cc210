import { createHash } from "node:crypto"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { modelCard } from "./card/card.js"
import { openClassifier } from "./classifier.js"
import { drawSamples } from "./drawing/samples.js"
import type { DigitSet } from "./mnist.js"
import { encodeOnnx } from "./onnx/model.js"
import type { Recipe, Trained } from "./recipe.js"
import { CARD_FILE, onnxFile, SAMPLES_FILE, WEIGHTS_FILE } from "./release-folder.js"

/** Name and bytes of every file of a release. */
export type ReleaseFiles = ReadonlyMap<string, Uint8Array>

/** All files of a release; `test` is the whole test set, and this is the one place where it is looked at. */
export function releaseFiles(
  recipe: Recipe,
  { onnx, weights }: Trained,
  { trainImages, test }: { trainImages: number; test: DigitSet },
): ReleaseFiles {
  const bytes = encodeOnnx(onnx)
  const files = new Map<string, Uint8Array>([[onnxFile(recipe.release), bytes]])
  if (weights !== undefined) files.set(WEIGHTS_FILE, Buffer.from(`${JSON.stringify(weights)}\n`))
  files.set(SAMPLES_FILE, Buffer.from(samplesJson()))
  const card = modelCard({ recipe, model: openClassifier(bytes), trainImages, test, hashes: hashesOf(files) })
  return files.set(CARD_FILE, Buffer.from(card))
}

/** Writes the files into the folder, which is made when missing. */
export async function writeRelease(folder: string, files: ReleaseFiles): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes)
}

/** SHA-256 of each file, as hexadecimal digits. */
export function hashesOf(files: ReleaseFiles): Map<string, string> {
  return new Map([...files].map(([name, bytes]) => [name, createHash("sha256").update(bytes).digest("hex")]))
}

/** One line per image row, so that the digits can be seen in the file. */
export function samplesJson(): string {
  const samples = drawSamples().map(({ label, pixels }) => {
    const rows = pixels.map((row) => `    [${row.map((value) => String(value).padStart(3)).join(",")}]`)
    return `  { "label": "${label}", "pixels": [\n${rows.join(",\n")}\n  ] }`
  })
  return `[\n${samples.join(",\n")}\n]\n`
}
