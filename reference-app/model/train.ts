/**
 * Trains releases and writes their files: the ONNX model, the weights as JSON, the samples and the card.
 *
 *     train.ts RELEASE...|all [--validate]
 *
 * MNIST_DIR names the folder with the four MNIST files. RELEASE_DIR, if set, is where the files of one release go instead of the
 * folder of its name. With --validate, nothing is written: the last training images are kept apart and the model is measured
 * on them, which is how settings are compared without a look at the test images.
 */
import { parseArgs } from "node:util"
import { openClassifier } from "./lib/classifier.js"
import { measure } from "./lib/measure.js"
import { mnistFolder, onlyDigits, readMnist, slice } from "./lib/mnist.js"
import { encodeOnnx } from "./lib/onnx/model.js"
import { loadRecipes, type Recipe } from "./lib/recipe.js"
import { releaseFiles, writeRelease } from "./lib/release.js"
import { releaseFolder } from "./lib/release-folder.js"

const USAGE = 2

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { validate: { type: "boolean" } } })
  for (const recipe of chosen(await loadRecipes(), positionals)) await (values.validate ? validate : release)(recipe)
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(error.message)
  process.exitCode = USAGE
}

function chosen(recipes: Recipe[], names: string[]): Recipe[] {
  const known = recipes.map(({ release }) => release)
  if (names.length === 0) throw new Error(`Say what to train: ${known.join(", ")} or all.`)
  if (names.includes("all")) names = known
  if (names.length > 1 && process.env.RELEASE_DIR)
    throw new Error("RELEASE_DIR is one folder: train one release into it.")
  return names.map((name) => {
    const recipe = recipes.find(({ release }) => release === name)
    if (!recipe) throw new Error(`There is no release ${name}; there are ${known.join(", ")}.`)
    return recipe
  })
}

async function release(recipe: Recipe): Promise<void> {
  const folder = mnistFolder()
  const images = onlyDigits(await readMnist(folder, "train"), recipe.digits)
  const test = await readMnist(folder, "t10k")
  console.log(`${recipe.release}: training on ${images.count} images`)
  const files = releaseFiles(recipe, recipe.train(images, console.log), { trainImages: images.count, test })
  const into = releaseFolder(recipe.release)
  await writeRelease(into, files)
  console.log(`${recipe.release}: written to ${into}`)
}

async function validate(recipe: Recipe): Promise<void> {
  const images = onlyDigits(await readMnist(mnistFolder(), "train"), recipe.digits)
  const border = images.count - recipe.holdOut
  if (border <= 0) {
    const { release, holdOut } = recipe
    throw new Error(
      `There are ${images.count} images of the digits of ${release}, and ${holdOut} of them are to be kept apart.`,
    )
  }
  console.log(`${recipe.release}: training on ${border} images, keeping ${recipe.holdOut} apart`)
  const { onnx } = recipe.train(slice(images, 0, border), console.log)
  const { correct, calibrationError } = measure(openClassifier(encodeOnnx(onnx)), slice(images, border, images.count))
  console.log(`${recipe.release}: ${((correct / recipe.holdOut) * 100).toFixed(2)} % of those kept apart are right`)
  console.log(`${recipe.release}: expected calibration error ${(calibrationError * 100).toFixed(2)} points`)
}
