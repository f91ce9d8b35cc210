import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { readRow } from "../../src/inference/classification.js"
import { IMAGE_SIZE } from "../../src/inference/image-input.js"
import { loadModel, type Model } from "../../src/inference/model.js"
import { testModelPath } from "../helpers/model.js"
import { onnxFile, temporaryFolder, type OnnxContent } from "./onnx-file.js"
import { drawDigit, DRAWN_DIGITS } from "./strokes.js"

const flat = (grey: number): Uint8Array => new Uint8Array(IMAGE_SIZE).fill(grey)

async function load(content: OnnxContent): Promise<Model> {
  const folder = await temporaryFolder({ "model.onnx": onnxFile(content) })
  return await loadModel(join(folder, "model.onnx"))
}

/** Two classes; the probability of the second grows with the first pixel's value. */
function firstPixel(metadata: Readonly<Record<string, string>>): OnnxContent {
  const weights = new Float32Array(IMAGE_SIZE * 2)
  weights[1] = 1
  return { metadata: { classes: "low,high", ...metadata }, outputs: 2, weights }
}

/** What the model of `firstPixel` was given as its first pixel. */
async function seen(model: Model, grey: number): Promise<number> {
  const { low, high } = readRow(model.classes, await model.run([flat(grey)]), 0).scores
  return Math.log(high! / low!)
}

describe("release v1.0", () => {
  test("recognises drawings, alone and together", async () => {
    const model = await loadModel(testModelPath())
    const digits = DRAWN_DIGITS.filter((digit) => digit !== "0")
    const images = digits.map(drawDigit)
    const together = await model.run(images)
    for (const [index, digit] of digits.entries()) {
      const inBatch = readRow(model.classes, together, index)
      const alone = readRow(model.classes, await model.run([images[index]!]), 0)
      expect(inBatch.prediction).toBe(digit)
      expect(alone.prediction).toBe(digit)
      expect(alone.confidence).toBeCloseTo(inBatch.confidence, 6)
    }
  })

  test("is told by the hash of its file, its classes and its release", async () => {
    const model = await loadModel(testModelPath())
    expect(model.hash).toBe(
      createHash("sha256")
        .update(await readFile(testModelPath()))
        .digest("hex"),
    )
    expect(model.classes).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"])
    expect(model.release).toBe("v1.0")
  })

  test("gives runs that overlap their own results", async () => {
    const model = await loadModel(testModelPath())
    const runs = ["1", "2", "3", "7"].map(async (digit) => {
      const images = Array.from({ length: Number(digit) }, () => drawDigit(digit))
      const probabilities = await model.run(images)
      return images.map((_, index) => readRow(model.classes, probabilities, index).prediction).join("")
    })
    expect(await Promise.all(runs)).toEqual(["1", "22", "333", "7777777"])
  })
})

describe("the input convention", () => {
  test.each([
    ["ink, said or not said", {}, [0, 0, 1, 1]],
    ["ink", { input: "ink" }, [0, 0, 1, 1]],
    ["grey", { input: "grey" }, [0, 128 / 255, 129 / 255, 1]],
  ])("%s decides what the model gets", async (_name, metadata, expected) => {
    const model = await load(firstPixel(metadata))
    for (const [index, grey] of [0, 128, 129, 255].entries())
      expect(await seen(model, grey)).toBeCloseTo(expected[index]!, 5)
  })

  test("that is unknown stops the start", async () => {
    await expect(load(firstPixel({ input: "inverted" }))).rejects.toThrow('wants its input as "inverted"')
  })
})

describe("a file that does not fit", () => {
  test.each([
    ["without classes", { metadata: {}, outputs: 2 }, "does not state its classes"],
    [
      "of another width",
      { metadata: { classes: "a,b" }, outputs: 2, width: 100 },
      '"pixels" of shape [N,784], but has [N,100]',
    ],
    [
      "with more outputs than classes",
      { metadata: { classes: "a,b" }, outputs: 3 },
      '"probabilities" of shape [N,2], but has [N,3]',
    ],
  ])("%s is refused by name", async (_name, content: OnnxContent, message) => {
    await expect(load(content)).rejects.toThrow(message)
  })
})

describe("a row of probabilities", () => {
  test("that is none is refused, so that no client or database gets it", () => {
    const classes = ["a", "b"]
    for (const row of [[NaN, NaN], [0.5, NaN], [0.2, 0.2], [Infinity, 0], []])
      expect(() => readRow(classes, Float32Array.from(row), 0)).toThrow("not to 1")
  })

  test("names the first of equal scores and keeps the order of the classes", () => {
    const { prediction, confidence, scores } = readRow(["b", "a", "c"], Float32Array.of(0.25, 0.375, 0.375), 0)
    expect([prediction, confidence]).toEqual(["a", 0.375])
    expect(Object.entries(scores)).toEqual([
      ["b", 0.25],
      ["a", 0.375],
      ["c", 0.375],
    ])
  })
})
