import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest"
import { flat, noise } from "./helpers/images.js"
import { testModelPath } from "./helpers/model.js"

type Classifier = typeof import("../src/classifier.js")

let classifier: Classifier

/** A fresh copy of the module: it loads its model again. */
async function freshClassifier(): Promise<Classifier> {
  vi.resetModules()
  return await import("../src/classifier.js")
}

beforeEach(async () => {
  vi.stubEnv("MODEL_PATH", testModelPath())
  classifier = await freshClassifier()
  return () => vi.unstubAllEnvs()
})

async function temporaryModel(change: (model: Buffer) => Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-test-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, "model.onnx")
  await writeFile(path, change(await readFile(testModelPath())))
  return path
}

describe("classifyBatch", () => {
  test("gives the results of single calls, in order", async () => {
    const images = [noise(1), flat(0) as number[][], noise(2)]
    const batch = await classifier.classifyBatch(images)
    for (const [index, result] of batch.entries()) {
      const single = await classifier.classify(images[index]!)
      expect(result.prediction).toBe(single.prediction)
      for (const name of classifier.CLASSES) expect(result.scores[name]).toBeCloseTo(single.scores[name], 6)
    }
    expect(batch).toHaveLength(3)
  })

  test("takes rows of bytes as well", async () => {
    const image = noise(3)
    expect(await classifier.classify(image.map((row) => Uint8Array.from(row)))).toEqual(
      await classifier.classify(image),
    )
  })

  test("of no images is an empty list", async () => {
    expect(await classifier.classifyBatch([])).toEqual([])
  })

  test.each([
    ["one image instead of a list", flat(0), "(28,28)"],
    ["27 rows", [flat(0).slice(1), flat(0).slice(1)], "(2,27,28)"],
    ["flat images", [Array(784).fill(0)], "(1,784)"],
    ["a ragged image", [[...flat(0).slice(1), [0, 0]]], "(1,28,2|28)"],
  ])("refuses %s and names the shape", async (_name, images, shape) => {
    await expect(classifier.classifyBatch(images as number[][][])).rejects.toThrow(`received ${shape}`)
  })
})

describe("the model file", () => {
  test("is read once", async () => {
    const path = await temporaryModel((model) => model)
    vi.stubEnv("MODEL_PATH", path)
    const before = await classifier.classify(noise(1))
    await rm(path)
    expect(await classifier.classify(noise(1))).toEqual(before)
  })

  test("with other classes stops the start and is named", async () => {
    const path = await temporaryModel((model) =>
      Buffer.from(model.toString("latin1").replace("1,2,3,4,5,6,7,8,9", "0,2,3,4,5,6,7,8,9"), "latin1"),
    )
    vi.stubEnv("MODEL_PATH", path)
    await expect(classifier.loadClassifier()).rejects.toThrow(
      `${path} knows the classes 0, 2, 3, 4, 5, 6, 7, 8, 9; this code is written for 1, 2, 3, 4, 5, 6, 7, 8, 9.`,
    )
  })

  test("that is missing or broken is named", async () => {
    vi.stubEnv("MODEL_PATH", "models/not-there.onnx")
    await expect(classifier.loadClassifier()).rejects.toThrow("models/not-there.onnx cannot be read")
    const broken = await temporaryModel((model) => model.subarray(0, 100))
    vi.stubEnv("MODEL_PATH", broken)
    const fresh = await freshClassifier()
    await expect(fresh.loadClassifier()).rejects.toThrow(`${broken} is not a usable ONNX model`)
  })

  test("has no default: without MODEL_PATH nothing loads", async () => {
    vi.stubEnv("MODEL_PATH", "")
    await expect(classifier.loadClassifier()).rejects.toThrow("MODEL_PATH is empty")
    expect(classifier.CLASSES).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"])
  })
})
