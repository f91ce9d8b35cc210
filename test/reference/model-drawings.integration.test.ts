import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { beforeAll, describe, expect, test } from "vitest"
import { drawDigit } from "../../checks/library/drawing.js"

const MODELS = resolve("reference-app/model")
const RELEASES = readdirSync(MODELS).filter((name) => /^v\d+\.\d+$/.test(name))
const DRAWINGS = 40

interface Classifier {
  readonly classes: readonly string[]
  probabilities(image: Uint8Array): Float64Array
}

/** The model package is a project of its own, outside of this one's types. */
interface ClassifierModule {
  openClassifier(bytes: Uint8Array): Classifier
}

describe.each(RELEASES)("the model %s", (release) => {
  let model: Classifier
  beforeAll(async () => {
    const code = (await import(pathToFileURL(join(MODELS, "lib/classifier.ts")).href)) as ClassifierModule
    const file = readdirSync(join(MODELS, release)).find((name) => name.endsWith(".onnx")) ?? ""
    model = code.openClassifier(readFileSync(join(MODELS, release, file)))
  })

  // What a check asks a student's service about has to be something that the model can tell.
  test("recognises each of its digits in the drawings with which the checks ask", () => {
    expect(model.classes.length).toBeGreaterThanOrEqual(9)
    for (const digit of model.classes) {
      const right = Array.from({ length: DRAWINGS }, (_, seed) => answer(model, digit, seed)).filter(
        (found) => found === digit,
      )
      expect(right.length, `${right.length} of ${DRAWINGS} drawings of a ${digit}`).toBeGreaterThanOrEqual(
        DRAWINGS * LEAST,
      )
    }
  })
})

const LEAST = 0.5

function answer(model: Classifier, digit: string, seed: number): string {
  const scores = model.probabilities(Uint8Array.from(drawDigit(digit, String(seed)).flat()))
  return model.classes[scores.indexOf(Math.max(...scores))] ?? ""
}
