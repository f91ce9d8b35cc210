import { readdir } from "node:fs/promises"
import { z } from "zod"
import type { InputKind } from "./classifier.js"
import type { DigitSet } from "./mnist.js"
import type { OnnxModel } from "./onnx/model.js"

/** How one release of the model is made and described. `recipes/<release>/recipe.ts` exports one as its default. */
export interface Recipe {
  /** The tag, such as v2.0. */
  readonly release: string
  /** What kind of model it is, as the card names it. */
  readonly kind: string
  readonly digits: readonly number[]
  readonly input: InputKind
  /** The card's paragraph on how the model was fitted. */
  readonly fitting: string
  /** How many of the last training images are kept apart when settings are compared. */
  readonly holdOut: number
  /** Trains on these images, which are of `digits` only. The same images give the same bytes. */
  train(images: DigitSet, say: (line: string) => void): Trained
}

export interface Trained {
  readonly onnx: OnnxModel
  /** The model as plain numbers for other languages, where that is of use; written to weights.json. */
  readonly weights?: unknown
}

const RecipeModule = z.object({
  default: z.custom<Recipe>((value) => typeof value === "object" && value !== null && "train" in value),
})
const RELEASE = /^v\d+\.\d+$/

/** All recipes beside these scripts, oldest release first. */
export async function loadRecipes(): Promise<Recipe[]> {
  const folder = new URL("../recipes/", import.meta.url)
  const names = (await readdir(folder)).filter((name) => RELEASE.test(name))
  if (names.length === 0) throw new Error(`there is no recipe in ${folder.pathname}`)
  names.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
  return Promise.all(
    names.map(async (name) => {
      const module: unknown = await import(new URL(`${name}/recipe.ts`, folder).href)
      const recipe = RecipeModule.parse(module).default
      if (recipe.release !== name) throw new Error(`recipes/${name}/recipe.ts is for ${recipe.release}`)
      return recipe
    }),
  )
}

/** The classes of the model, in the order of its probabilities. */
export function classesOf(recipe: Recipe): string[] {
  return recipe.digits.map(String)
}
