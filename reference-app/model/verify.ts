/**
 * Verifies every release beside these scripts: files, hashes, classes, samples and drawings, and with MNIST at hand every figure of
 * its card, through ONNX Runtime.
 *
 *     verify.ts [FOLDER]
 *
 * FOLDER, or else MNIST_DIR, holds the four MNIST files; without either, accuracy is not measured, and that is said. RELEASE_DIR, if set, is
 * the one folder to verify. Ends
 * with status 1 when something disagrees and with 2 when the data cannot be read.
 */
import { parseArgs } from "node:util"
import { readMnist } from "./lib/mnist.js"
import { loadRecipes } from "./lib/recipe.js"
import { releaseFolder, releasesHere } from "./lib/release-folder.js"
import { verifyRelease, type Mnist } from "./lib/verify/verify.js"

const DISAGREEMENT = 1
const USAGE = 2

try {
  const { positionals } = parseArgs({ allowPositionals: true })
  if (positionals.length > 1) throw new Error("One folder is enough: the one with the four MNIST files (*-ubyte.gz).")
  const mnist = await data(positionals[0] ?? process.env.MNIST_DIR)
  const recipes = await loadRecipes()
  const here = releasesHere(recipes.map(({ release }) => release))
  for (const recipe of recipes.filter(({ release }) => here.includes(release))) {
    const { seen, problems } = await verifyRelease(recipe, releaseFolder(recipe.release), mnist)
    console.log(`${recipe.release}: ${problems.length === 0 ? "ok" : "does not agree"}`)
    for (const line of seen) console.log(`  ${line}`)
    for (const problem of problems) console.error(`  problem: ${problem}`)
    if (problems.length > 0) process.exitCode = DISAGREEMENT
  }
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(error.message)
  process.exitCode = USAGE
}

async function data(folder: string | undefined): Promise<Mnist | undefined> {
  if (!folder) return undefined
  return { train: await readMnist(folder, "train"), test: await readMnist(folder, "t10k") }
}
