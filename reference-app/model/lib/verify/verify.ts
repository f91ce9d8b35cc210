import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { grouped, percent } from "../card/format.js"
import { openClassifier } from "../classifier.js"
import { drawDigits } from "../drawing/drawings.js"
import { onlyDigits, type DigitSet } from "../mnist.js"
import { decodeOnnx } from "../onnx/model.js"
import type { Recipe } from "../recipe.js"
import { CARD_FILE, onnxFile } from "../release-folder.js"
import { releaseFiles } from "../release.js"
import { agreement, TOLERANCE } from "./agreement.js"
import { fileProblems } from "./files.js"
import { openRuntime } from "./runtime.js"

/** Both parts of MNIST. */
export interface Mnist {
  readonly train: DigitSet
  readonly test: DigitSet
}

export interface Verification {
  /** What was seen, for people. */
  readonly seen: readonly string[]
  /** What does not agree; empty when all is well. */
  readonly problems: readonly string[]
}

/**
 * Holds the files of a release against each other, against the project's own drawings and, where MNIST is at hand, against
 * every figure of the card.
 */
export async function verifyRelease(recipe: Recipe, folder: string, mnist?: Mnist): Promise<Verification> {
  const seen: string[] = []
  const problems: string[] = []
  try {
    const card = await readFile(join(folder, CARD_FILE), "utf8")
    const bytes = await readFile(join(folder, onnxFile(recipe.release)))
    const onnx = decodeOnnx(bytes)
    problems.push(...(await fileProblems(recipe, folder, card, onnx)))
    const model = openClassifier(bytes)
    const runtime = await openRuntime(bytes)

    const held = async (what: string, set: DigitSet, stated: string | undefined): Promise<void> => {
      const { correct, furthest, undecided } = await agreement(model, runtime, set)
      seen.push(
        `${what}: ${grouped(correct)} of ${grouped(set.count)} right, ${percent(correct, set.count)}; largest difference of a probability ${furthest.toExponential(1)}`,
      )
      if (!(furthest <= TOLERANCE))
        problems.push(`${what}: ONNX Runtime differs by up to ${furthest} from the plain computation`)
      if (stated === undefined) problems.push(`${what}: the card states no number`)
      else if (Math.abs(Number(stated) - correct) > undecided)
        problems.push(`${what}: the card states ${stated}, ${correct} are right`)
    }
    await held("own drawings", onlyDigits(drawDigits(), recipe.digits), /^Own drawings: (\d+) of/m.exec(card)?.[1])
    if (mnist) {
      const stated = /^Accuracy: [\d.]+ % \(([\d,]+) of/m.exec(card)?.[1]?.replaceAll(",", "")
      await held("MNIST test images", onlyDigits(mnist.test, recipe.digits), stated)
      problems.push(...cardProblems(recipe, card, onnx, await weightsOf(folder), mnist))
    } else seen.push("accuracy on MNIST: not measured, no folder with the data was given")
  } catch (error) {
    // A file that is missing or broken: what was found until then is told all the same.
    if (!(error instanceof Error)) throw error
    problems.push(error.message)
  }
  return { seen, problems }
}

/** Writes the card anew from the model and the data; every line has to come out as it is. */
function cardProblems(
  recipe: Recipe,
  card: string,
  onnx: ReturnType<typeof decodeOnnx>,
  weights: unknown,
  { train, test }: Mnist,
): string[] {
  const trainImages = onlyDigits(train, recipe.digits).count
  const files = releaseFiles(recipe, { onnx, weights }, { trainImages, test })
  const measured = Buffer.from(files.get(CARD_FILE)!).toString().split("\n")
  const stated = card.split("\n")
  if (measured.length !== stated.length)
    return [`the card has ${stated.length} lines, measured anew it has ${measured.length}`]
  return measured.flatMap((line, index) =>
    line === stated[index] ? [] : [`line ${index + 1} of the card is "${stated[index]}", measured anew "${line}"`],
  )
}

async function weightsOf(folder: string): Promise<unknown> {
  const text = await readFile(join(folder, "weights.json"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as unknown)
}
