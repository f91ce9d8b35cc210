import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { type OnnxModel } from "../onnx/model.js"
import { classesOf, type Recipe } from "../recipe.js"
import { cardTitle, pickleFile, SAMPLES_FILE, WEIGHTS_FILE } from "../release-folder.js"
import { samplesJson } from "../release.js"

const Weights = z.object({
  classes: z.array(z.string()),
  weights: z.array(z.array(z.number())),
  bias: z.array(z.number()),
})
const HASH_ROW = /^\| `([^`]+)` \| `([0-9a-f]{64})` \|$/gm

/** What of a release's files does not fit card, recipe or model; empty when all is well. */
export async function fileProblems(recipe: Recipe, folder: string, card: string, model: OnnxModel): Promise<string[]> {
  const problems: string[] = []
  const classes = classesOf(recipe).join(",")
  if (!card.startsWith(`${cardTitle(recipe.release)}\n`)) problems.push(`the card is not that of ${recipe.release}`)
  if (model.release !== recipe.release) problems.push(`the model file says that it is ${model.release}`)
  if (model.metadata["classes"] !== classes)
    problems.push(`the model states the classes ${model.metadata["classes"]}, not ${classes}`)
  if ((model.metadata["input"] ?? "ink") !== recipe.input)
    problems.push(`the model states the input ${model.metadata["input"]}, not ${recipe.input}`)
  const hashes = [...card.matchAll(HASH_ROW)]
  if (hashes.length === 0) problems.push("the card states no SHA-256")
  for (const [, name = "", stated = ""] of hashes) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined)
    if (!bytes) problems.push(`${name}, which the card names, cannot be read`)
    else if (createHash("sha256").update(bytes).digest("hex") !== stated)
      problems.push(`${name} is not the file whose SHA-256 the card states`)
    if (!bytes) continue
    if (name === SAMPLES_FILE && bytes.toString() !== samplesJson())
      problems.push(`${name} does not hold the drawn samples`)
    if (name === WEIGHTS_FILE) problems.push(...(await weightProblems(recipe, folder, bytes.toString(), model)))
  }
  return problems
}

/** weights.json and the pickle have to hold the numbers of the ONNX file. */
async function weightProblems(recipe: Recipe, folder: string, json: string, model: OnnxModel): Promise<string[]> {
  const { weights, bias, classes } = Weights.parse(JSON.parse(json))
  const ofModel = (name: string): readonly number[] => model.tensors.find((one) => one.name === name)?.values ?? []
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((value, index) => value === b[index])
  const problems: string[] = []
  if (!same(weights.flat(), ofModel("weights")) || !same(bias, ofModel("bias")))
    problems.push(`${WEIGHTS_FILE} and the model file hold different weights`)
  if (classes.join(",") !== model.metadata["classes"])
    problems.push(`${WEIGHTS_FILE} has other classes than the model file`)
  // joblib writes arrays as they lie in memory, so their bytes are found in the pickle without running it.
  const pickle = await readFile(join(folder, pickleFile(recipe.release))).catch(() => undefined)
  if (!pickle) problems.push(`${pickleFile(recipe.release)} cannot be read`)
  else if (![weights.flat(), bias].every((values) => pickle.includes(Buffer.from(Float64Array.from(values).buffer))))
    problems.push(`${pickleFile(recipe.release)} does not hold the weights of ${WEIGHTS_FILE}`)
  return problems
}
