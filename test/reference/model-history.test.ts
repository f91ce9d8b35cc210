import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { buildReference } from "../../src/reference/build.js"
import { MODEL_RELEASES } from "../../src/reference/model-history.js"

// Whole histories are built here, which takes seconds where the machine has other work as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const TAGS = MODEL_RELEASES.map(({ tag }) => tag)
let out: string
let repository: string

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "course-model-"))
  repository = (await buildReference({ out, track: "typescript" })).model
})
afterAll(() => rm(out, { recursive: true }))

async function git(...args: string[]): Promise<string> {
  return (await execa("git", ["-C", repository, ...args])).stdout
}
const files = async (tag: string): Promise<string[]> => (await git("ls-tree", "-r", "--name-only", tag)).split("\n")
const major = (tag: string): string => tag.slice(0, tag.indexOf("."))

describe.each(TAGS)("the model's release %s", (tag) => {
  test("holds model, samples, card and training code", async () => {
    const names = await files(tag)
    expect(names).toEqual(
      expect.arrayContaining([
        "MODELCARD.md",
        "README.md",
        `digit_classifier_${major(tag)}.onnx`,
        "samples.json",
        "training/lib/onnx/subset.proto",
        "training/package-lock.json",
        `training/recipes/${tag}/recipe.ts`,
        "training/train.ts",
        "training/verify.ts",
      ]),
    )
    expect(names.filter((name) => /node_modules|^v\d|training\/v\d|training\/README/.test(name))).toEqual([])
  })

  test("has the files that lie in the folder of the release", async () => {
    for (const file of ["MODELCARD.md", "samples.json"]) {
      const lying = await readFile(join("reference-app/model", tag, file), "utf8")
      expect(await git("show", `${tag}:${file}`)).toBe(lying.trimEnd())
    }
    const model = `digit_classifier_${major(tag)}.onnx`
    expect(await git("rev-parse", `${tag}:${model}`)).toBe(
      await git("hash-object", join(process.cwd(), "reference-app/model", tag, model)),
    )
  })

  test("has earlier models beside its own, as they were released, and nothing of later ones", async () => {
    const names = await files(tag)
    for (const other of TAGS) {
      const model = `digit_classifier_${major(other)}.onnx`
      const isLater = TAGS.indexOf(other) > TAGS.indexOf(tag)
      expect(names.includes(model), model).toBe(!isLater)
      expect(names.some((name) => name.includes(`recipes/${other}/`))).toBe(!isLater)
      if (!isLater) expect(await git("rev-parse", `${tag}:${model}`)).toBe(await git("rev-parse", `${other}:${model}`))
    }
  })

  test("has a card of this release with the four sections", async () => {
    const card = await git("show", `${tag}:MODELCARD.md`)
    expect(card.split("\n")[0]).toBe(`# Model card: digit classifier ${tag}`)
    expect(card.match(/^## .*$/gm)).toEqual([
      "## Training data",
      "## Capabilities",
      "## Known failures",
      "## Intended use",
    ])
    expect(card).toMatch(/^Accuracy: \d\d\.\d\d % \(/m)
  })
})

test("only the logistic regressions come as pickle and as plain weights", async () => {
  const kinds = /^(digit_classifier_.*\.pkl|weights\.json)$/
  const found = await Promise.all(TAGS.map(async (tag) => (await files(tag)).filter((name) => kinds.test(name))))
  expect(found).toEqual([
    ["digit_classifier_v1.pkl", "weights.json"],
    ["digit_classifier_v1.pkl", "digit_classifier_v2.pkl", "weights.json"],
    ["digit_classifier_v1.pkl", "digit_classifier_v2.pkl"],
  ])
})
