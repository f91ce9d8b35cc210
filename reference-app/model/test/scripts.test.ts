import { spawn } from "node:child_process"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { loadRecipes } from "../lib/recipe.js"
import { pickleFile } from "../lib/release-folder.js"
import { bars, temporaryFolder, writePart } from "./helpers/tiny-mnist.js"

const FOLDER = fileURLToPath(new URL("..", import.meta.url))
const recipes = await loadRecipes()

interface Outcome {
  status: number | null
  out: string
  err: string
}

/** Runs train.ts or verify.ts as npm does; MNIST_DIR and RELEASE_DIR are only what is given. */
function script(name: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Outcome> {
  const { MNIST_DIR: _, RELEASE_DIR: __, ...own } = process.env
  const child = spawn(process.execPath, ["--import", "tsx", name, ...args], { cwd: FOLDER, env: { ...own, ...env } })
  const outcome: Outcome = { status: null, out: "", err: "" }
  child.stdout.on("data", (chunk) => (outcome.out += chunk))
  child.stderr.on("data", (chunk) => (outcome.err += chunk))
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (status) => resolve({ ...outcome, status }))
  })
}

async function tinyMnist(): Promise<string> {
  const folder = await temporaryFolder()
  await writePart(folder, "train", bars(200, 1))
  await writePart(folder, "t10k", bars(60, 2))
  return folder
}

async function contents(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder)
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await readFile(join(folder, name))).toString("hex")] as const)),
  )
}

/** What make_pickle.py writes, as far as verify.ts looks into it: the arrays as they lie in memory. */
async function fakePickle(folder: string, release: string): Promise<void> {
  const { weights, bias } = JSON.parse(await readFile(join(folder, "weights.json"), "utf8")) as {
    weights: number[][]
    bias: number[]
  }
  const bytes = [weights.flat(), bias].map((values) => Buffer.from(Float64Array.from(values).buffer))
  await writeFile(join(folder, pickleFile(release)), Buffer.concat(bytes))
}

describe.each(recipes)("$release on a tiny data set", (recipe) => {
  test("is trained twice to the same bytes, verifies, and a figure that was changed is found", async () => {
    const data = await tinyMnist()
    const folders = [await temporaryFolder(), await temporaryFolder()]
    const zones = ["Asia/Tokyo", "America/New_York"]
    for (const [index, RELEASE_DIR] of folders.entries()) {
      const env = { MNIST_DIR: data, RELEASE_DIR, TZ: zones[index]!, LANG: index === 0 ? "de_DE.UTF-8" : "C" }
      const { status, err } = await script("train.ts", [recipe.release], env)
      expect({ status, err }).toEqual({ status: 0, err: "" })
    }
    const [RELEASE_DIR = ""] = folders
    expect(await contents(RELEASE_DIR)).toEqual(await contents(folders[1]!))
    if ((await readdir(RELEASE_DIR)).includes("weights.json")) await fakePickle(RELEASE_DIR, recipe.release)

    const before = await script("verify.ts", [data], { RELEASE_DIR })
    expect(before).toMatchObject({ status: 0, err: "" })
    expect(before.out).toContain(`${recipe.release}: ok`)
    expect(before.out).toMatch(/MNIST test images: \d+ of \d+ right/)

    const card = await readFile(join(RELEASE_DIR, "MODELCARD.md"), "utf8")
    const [line = "", correct = ""] = /^Accuracy: [\d.]+ % \((\d+) of/m.exec(card) ?? []
    expect(line).not.toBe("")
    await writeFile(
      join(RELEASE_DIR, "MODELCARD.md"),
      card.replace(line, line.replace(`(${correct}`, `(${Number(correct) - 1}`)),
    )
    const after = await script("verify.ts", [], { MNIST_DIR: data, RELEASE_DIR })
    expect(after.status).toBe(1)
    expect(after.err).toContain(`the card states ${Number(correct) - 1}, ${correct} are right`)
  })
})

describe("train.ts", () => {
  test.each([
    ["nothing to train", [], {}, "Say what to train: v1.0"],
    ["a release that is not there", ["v9.0"], {}, "There is no release v9.0; there are v1.0"],
    ["no data", ["v1.0"], {}, "MNIST_DIR is not set"],
    ["one folder for two releases", ["v1.0", "v1.0"], { RELEASE_DIR: "/nowhere" }, "RELEASE_DIR is one folder"],
    ["an option that is not there", ["--fast"], {}, "--fast"],
  ])("says what is wrong with %s", async (_, args, env, message) => {
    const { status, err } = await script("train.ts", args, env)
    expect(status).toBe(2)
    expect(err).toContain(message)
    expect(err).not.toContain("    at ")
  })

  test("--validate measures on images kept apart and writes nothing", async () => {
    const data = await temporaryFolder()
    await writePart(data, "train", bars(10_200, 1))
    const RELEASE_DIR = await temporaryFolder()
    const { status, out } = await script("train.ts", ["v1.0", "--validate"], { MNIST_DIR: data, RELEASE_DIR })
    expect(out).toContain("training on 180 images, keeping 9000 apart")
    expect(out).toMatch(/100\.00 % of those kept apart are right/)
    expect(status).toBe(0)
    expect(await readdir(RELEASE_DIR)).toEqual([])
  })

  test("--validate needs more images than it keeps apart", async () => {
    const { status, err } = await script("train.ts", ["v1.0", "--validate"], { MNIST_DIR: await tinyMnist() })
    expect(status).toBe(2)
    expect(err).toContain("There are 180 images of the digits of v1.0, and 9000 of them are to be kept apart.")
  })
})

describe("verify.ts", () => {
  test("without data says that accuracy was not measured, and finds the releases in order", async () => {
    const { status, out, err } = await script("verify.ts")
    expect({ status, err }).toEqual({ status: 0, err: "" })
    expect(out).toContain("accuracy on MNIST: not measured")
    expect(out).toMatch(/own drawings: \d+ of \d+ right/)
  })

  test("looks at one folder alone when there is one, and says when it holds no release", async () => {
    const RELEASE_DIR = await temporaryFolder()
    const { status, err } = await script("verify.ts", [], { RELEASE_DIR })
    expect(status).toBe(2)
    expect(err).toContain(`${join(RELEASE_DIR, "MODELCARD.md")} is not the card of v1.0`)
  })

  test.each([
    ["a folder that is not there", ["/no/such/folder"], "/no/such/folder/train-images-idx3-ubyte.gz cannot be read"],
    ["two folders", ["/a", "/b"], "One folder is enough"],
  ])("says what is wrong with %s", async (_, args, message) => {
    const { status, err } = await script("verify.ts", args)
    expect(status).toBe(2)
    expect(err).toContain(message)
    expect(err).not.toContain("    at ")
  })
})
