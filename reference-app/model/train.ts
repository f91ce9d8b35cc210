/**
 * Trains release v1.0 and writes its files: the ONNX model, the weights as JSON, the samples and the card.
 * MNIST_DIR names the folder with the four MNIST files.
 */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { measure } from "./lib/accuracy.js"
import { modelCard } from "./lib/card.js"
import { trainLogistic } from "./lib/logistic.js"
import { mnistFolder, onlyDigits, readMnist } from "./lib/mnist.js"
import { toOnnx } from "./lib/onnx.js"
import * as release from "./lib/release.js"
import { drawSamples } from "./lib/samples.js"

const SETTINGS = { classes: release.CLASSES, threshold: release.THRESHOLD, l2: 1e-4, robustness: 0.5, iterations: 150 }
const REPORT_EVERY = 10

const folder = mnistFolder()
const train = onlyDigits(await readMnist(folder, "train"), release.DIGITS)
const test = onlyDigits(await readMnist(folder, "t10k"), release.DIGITS)
console.log(`training on ${train.count} images`)
const model = trainLogistic(train, {
  ...SETTINGS,
  onIteration: (iteration, loss) => {
    if (iteration % REPORT_EVERY === 0) console.log(`iteration ${iteration}: loss ${loss.toFixed(6)}`)
  },
})

const measured = measure(model, test)
const card = modelCard({
  ...SETTINGS,
  release: release.RELEASE,
  onnxFile: release.ONNX_FILE,
  trainImages: train.count,
  test: measured,
})
await mkdir(release.RELEASE_FOLDER, { recursive: true })
const write = (name: string, content: string | Uint8Array): Promise<void> =>
  writeFile(join(release.RELEASE_FOLDER, name), content)
await write(release.ONNX_FILE, await toOnnx(model, release.RELEASE))
await write(release.WEIGHTS_FILE, `${JSON.stringify(model)}\n`)
await write(release.SAMPLES_FILE, samplesJson())
await write(release.CARD_FILE, card)
console.log(`${measured.correct} of ${measured.images} test images right: ${(measured.accuracy * 100).toFixed(2)} %`)

/** One line per image row, so that the digits can be seen in the file. */
function samplesJson(): string {
  const samples = drawSamples().map(({ label, pixels }) => {
    const rows = pixels.map((row) => `    [${row.map((value) => String(value).padStart(3)).join(",")}]`)
    return `  { "label": "${label}", "pixels": [\n${rows.join(",\n")}\n  ] }`
  })
  return `[\n${samples.join(",\n")}\n]\n`
}
