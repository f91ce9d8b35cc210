/**
 * Measures the released ONNX file, run by ONNX Runtime, against the MNIST test images, and compares the result with the
 * card and with weights.json. Ends with status 1 when they disagree. MNIST_DIR names the folder with the MNIST files.
 */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { InferenceSession, Tensor } from "onnxruntime-node"
import { z } from "zod"
import { measure } from "./lib/accuracy.js"
import { probabilities } from "./lib/logistic.js"
import { mnistFolder, onlyDigits, PIXELS, readMnist } from "./lib/mnist.js"
import * as release from "./lib/release.js"

const Weights = z.object({
  classes: z.array(z.string()),
  weights: z.array(z.array(z.number()).length(PIXELS)),
  bias: z.array(z.number()),
  threshold: z.number(),
})
const TOLERANCE = 1e-4

const test = onlyDigits(await readMnist(mnistFolder(), "t10k"), release.DIGITS)
const read = (name: string): Promise<string> => readFile(join(release.RELEASE_FOLDER, name), "utf8")
const model = Weights.parse(JSON.parse(await read(release.WEIGHTS_FILE)))
const stated = /Accuracy: ([\d.]+) %/.exec(await read(release.CARD_FILE))?.[1]
const measured = measure(model, test)
const problems: string[] = []

const session = await InferenceSession.create(join(release.RELEASE_FOLDER, release.ONNX_FILE))
const input = Float32Array.from(test.pixels, (value) => (value > model.threshold ? 1 : 0))
const output = (await session.run({ pixels: new Tensor("float32", input, [test.count, PIXELS]) })).probabilities
const scores = z.instanceof(Float32Array).parse(output?.data)
let correct = 0
let furthest = 0
for (let image = 0; image < test.count; image++) {
  const row = scores.subarray(image * model.classes.length, (image + 1) * model.classes.length)
  if (model.classes[row.indexOf(Math.max(...row))] === String(test.labels[image])) correct++
  const expected = probabilities(model, test.pixels.subarray(image * PIXELS, (image + 1) * PIXELS))
  expected.forEach((value, k) => (furthest = Math.max(furthest, Math.abs(value - row[k]!))))
}
const accuracy = ((correct / test.count) * 100).toFixed(2)
console.log(`ONNX file: ${correct} of ${test.count} right, ${accuracy} %; card: ${stated} %`)
console.log(`weights.json: ${measured.correct} right; largest difference of a probability ${furthest.toExponential(1)}`)
if (accuracy !== stated) problems.push(`the card states ${stated} %, the model file reaches ${accuracy} %`)
if (furthest > TOLERANCE) problems.push(`weights.json and the ONNX file differ by up to ${furthest}`)
if (correct !== measured.correct) problems.push("weights.json and the ONNX file get different numbers of images right")
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
