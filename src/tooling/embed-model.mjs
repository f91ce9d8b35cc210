// Writes checks/library/model-weights.ts from the trained weights of the reference model, so that the oracle of the checks needs no file.
import { readFileSync, writeFileSync } from "node:fs"

const root = new URL("../../", import.meta.url)
const model = JSON.parse(readFileSync(new URL("reference-app/model/v1.0/weights.json", root), "utf8"))
const rows = model.classes.flatMap((_, label) => [...model.weights[label], model.bias[label]])
const base64 = Buffer.from(Float32Array.from(rows).buffer).toString("base64")
const chunks = base64.match(/.{1,140}/g) ?? []
writeFileSync(
  new URL("checks/library/model-weights.ts", root),
  `// Written by src/tooling/embed-model.mjs from reference-app/model/v1.0/weights.json: do not edit.
export const CLASSES: readonly string[] = ${JSON.stringify(model.classes)}
export const WEIGHTS_BASE64 = [
${chunks.map((chunk) => `  ${JSON.stringify(chunk)},`).join("\n")}
].join("")
`,
)
