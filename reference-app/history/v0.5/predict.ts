/** Smoke test of model and classifier without a server: the first five samples of the model release, one line each. */
import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { z } from "zod"
import { classifyBatch } from "./src/classifier.js"
import { readEnvironment } from "./src/environment.js"

const FIRST = 5
const Samples = z.array(z.object({ label: z.string(), pixels: z.array(z.array(z.int())) }))

const { MODEL_PATH } = readEnvironment(z.object({ MODEL_PATH: z.string("is missing") }))
const file = join(dirname(MODEL_PATH), "samples.json")
const samples = Samples.parse(JSON.parse(await readFile(file, "utf8"))).slice(0, FIRST)
const results = await classifyBatch(samples.map(({ pixels }) => pixels))
results.forEach(({ prediction, confidence }, index) => {
  console.log(`Pred: ${prediction} (conf ${confidence.toFixed(2)}) True: ${samples[index]!.label}`)
})
