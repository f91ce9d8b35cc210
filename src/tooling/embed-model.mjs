// Writes checks/library/model-weights.ts from the trained weights of the reference model, and mnist-samples.ts from the samples of its
// release, so that the oracle of the checks needs no file.
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

const samples = JSON.parse(readFileSync(new URL("reference-app/model/v1.0/samples.json", root), "utf8"))
const rowsOf = ({ pixels }) =>
  Buffer.from(pixels.flat())
    .toString("base64")
    .match(/.{1,140}/g) ?? []
writeFileSync(
  new URL("checks/library/mnist-samples.ts", root),
  `// Written by src/tooling/embed-model.mjs from reference-app/model/v1.0/samples.json: do not edit.
/** The first images of MNIST's training part: label, and 784 bytes row by row. */
export const SAMPLES: readonly (readonly [label: string, base64: string])[] = [
${samples
  .map(
    (sample) =>
      `  [\n    ${JSON.stringify(sample.label)},\n    [\n${rowsOf(sample)
        .map((row) => `      ${JSON.stringify(row)},`)
        .join("\n")}\n    ].join(""),\n  ],`,
  )
  .join("\n")}
]
`,
)
