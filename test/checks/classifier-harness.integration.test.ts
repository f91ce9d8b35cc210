import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { Facts } from "../../checks/library/command.js"
import { NODE_HARNESS } from "../../checks/library/classifier-node.js"
import { reportOf, type HarnessReport } from "../../checks/library/classifier-report.js"
import { packed, shadedInk, trialDrawings } from "../../checks/library/trial-drawings.js"
import { settings, type Context } from "../../src/engine/context.js"

const context: Context = {
  track: "typescript",
  settings: settings.parse({}),
  runSeed: "harness",
  workspaceSeed: "harness",
}
const NINE = [..."123456789"]
/** Depends on every pixel and its place. */
const DIGEST = "(image) => image.flat().reduce((sum, pixel, place) => (sum * 31 + pixel * (place + 1)) % 9973, 7) % 10"

const CLASSIFIER = `
import { readFileSync } from "node:fs"
const digest = ${DIGEST}
export const CLASSES = ["1", "2"]
export function loadModel() {
  if (readFileSync(process.env.MODEL_PATH, "utf8") !== "a model") throw new TypeError("other classes")
}
export async function classifyBatch(images) {
  if (images.some((image) => image.length !== 28)) throw new RangeError("27 rows")
  return images.map((image) => ({ prediction: String(digest(image)), confidence: 1, scores: {} }))
}
export const classify = async (image) => (await classifyBatch([image]))[0]
`

describe("the harness for Node.js", () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "course-harness-"))
    await writeFile(path.join(folder, "harness.mjs"), NODE_HARNESS)
    await writeFile(path.join(folder, "classifier.mjs"), CLASSIFIER)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function run(mode: string, model: string): Promise<HarnessReport | undefined> {
    const { bases, shades, probes } = trialDrawings(context)
    const file = path.join(folder, `model-${mode}`)
    await writeFile(file, model)
    const job = {
      bases: bases.map(([digit, image]) => [digit, packed(image)]),
      variants: shades,
      probes: probes.map(packed),
      classes: NINE.join(""),
      file: path.join(folder, "classifier.mjs"),
      root: folder,
      model: file,
    }
    await writeFile(path.join(folder, "job"), JSON.stringify(job))
    await execa(process.execPath, ["harness.mjs", mode, "job", "report"], { cwd: folder, env: { MODEL_PATH: file } })
    const told = await readFile(path.join(folder, "report"), "utf8")
    return reportOf(new Facts(`report.trial=${told}`), "trial")
  }

  test("draws the same shades as the judge", async () => {
    const digest = (0, eval)(DIGEST) as (image: number[][]) => number
    const expected = shadedInk(trialDrawings(context), NINE).map((ink) => {
      const pixels = Array<number>(28 * 28).fill(0)
      for (const [place, pixel] of ink) pixels[place] = pixel
      return digest([pixels])
    })
    expect((await run("trial", "a model"))?.predictions).toBe(expected.join(""))
  })

  test("tries images as rows first, and tells each refusal", async () => {
    const report = await run("trial", "a model")
    const classes = [
      ["string", "1"],
      ["string", "2"],
    ]
    expect(report).toMatchObject({ stage: "done", form: "rows", classes })
    expect(report?.shapes.short?.error).toBe("RangeError: 27 rows")
    expect(report?.shapes.ragged?.value).toBe(2)
  })

  test("calls what loads, and tells how far it came", async () => {
    expect(await run("start", "a model")).toMatchObject({ stage: "done" })
    expect(await run("start", "another")).toMatchObject({ stage: "load", error: "TypeError: other classes" })
  })
})
