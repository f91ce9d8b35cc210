import { cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { tsImport } from "tsx/esm/api"
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { newCheck } from "../../src/authoring/new-check.js"
import { withMutants, withOutcome, type NewCheck } from "../../src/authoring/scaffold.js"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import type { Block } from "../../src/engine/block.js"
import type { Check } from "../../src/engine/check.js"
import { context } from "../../src/engine/context.js"
import { scaffoldFindings } from "../../src/lint/scaffold-rules.js"
import { checkFixture } from "../helpers/fixture-file.js"
import type { Campaign } from "../mutants/campaign.js"

const PROJECT = fileURLToPath(new URL("../..", import.meta.url))
const CHECK: NewCheck = {
  id: "b5.key-length",
  title: 'The key has "32" characters',
  step: "5.3.1",
  host: "dev",
  kind: "optional",
}
// Sources are compiled while they are imported, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const catalog = await loadCatalog()
let root: string

/** A clone of the project, as far as a scaffold needs it: what is written to is copied, the rest is linked. */
beforeEach(async () => {
  root = await mkdtemp(path.join(PROJECT, "node_modules", ".scaffold-"))
  for (const folder of ["blocks", "test/mutants"])
    await cp(path.join(PROJECT, folder), path.join(root, folder), { recursive: true })
  await mkdir(path.join(root, "checks"))
  for (const name of ["src", "templates", "checks/library", "checks/block5", "test/helpers"])
    await (name === "checks/block5"
      ? cp(path.join(PROJECT, name), path.join(root, name), { recursive: true })
      : symlink(path.join(PROJECT, name), path.join(root, name)))
  await cp(path.join(PROJECT, "package.json"), path.join(root, "package.json"))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function load<T>(file: string): Promise<T> {
  const module = (await tsImport(pathToFileURL(path.join(root, file)).href, import.meta.url)) as { default: T }
  return module.default
}

describe("a new check", () => {
  test("judges its observations, has its place in the block and in the campaign, and is told to be unfinished", async () => {
    const done = await newCheck(CHECK, { root, catalog })
    expect(done.changed).toEqual(["blocks/block5/block.ts", "test/mutants/block5/index.ts"])
    expect(done.todo).toEqual(["Add `b5.key-length: optional` to block5 in blocks/outcomes.yaml."])
    expect(done.created).toHaveLength(5)

    const check = await load<Check>("checks/block5/key-length.ts")
    expect(check).toMatchObject({ id: CHECK.id, title: CHECK.title, optional: true, host: "dev" })
    for (const status of ["pass", "fail"] as const) {
      const file = `test/fixtures/observations/block5/b5.key-length/${status}.scaffold.json`
      const fixture = checkFixture.parse(JSON.parse(await readFile(path.join(root, file), "utf8")))
      expect(check.judge(fixture.observations, context.parse(fixture.context))).toMatchObject({ status })
    }
    const block = await load<Block>("blocks/block5/block.ts")
    const steps = block.exercises.flatMap((exercise) => exercise.steps)
    expect(steps.find(({ id }) => id === CHECK.step)?.outcomes.at(-1)).toBe(CHECK.id)
    const campaign = await load<Campaign>("test/mutants/block5/index.ts")
    expect(campaign.mutants.filter((mutant) => mutant.check === CHECK.id)).toHaveLength(1)
    expect((await scaffoldFindings(root)).map(({ file }) => file).sort()).toEqual([...done.created].sort())
  })

  test.each<[string, Partial<NewCheck>, RegExp]>([
    ["an id of another form", { id: "key_length" }, /is no id of a check/],
    ["an id that is there", { id: "b5.echo" }, /There is a check b5\.echo already/],
    ["a block that is not there", { id: "b77.key" }, /There is no block77/],
    ["a step that is not there", { step: "5.9.9" }, /block5 has no step 5\.9\.9/],
  ])("is refused for %s, and nothing is written", async (_why, wrong, message) => {
    await expect(newCheck({ ...CHECK, ...wrong }, { root, catalog })).rejects.toThrow(message)
    expect(await scaffoldFindings(root)).toEqual([])
  })

  test("is refused where a file of it is there", async () => {
    await newCheck(CHECK, { root, catalog })
    await expect(newCheck(CHECK, { root, catalog })).rejects.toThrow(/key-length\.ts is there already/)
  })
})

test("a block or campaign that is written in another way is left alone", () => {
  expect(withOutcome("export default makeBlock(5)", CHECK)).toBeUndefined()
  expect(withOutcome('steps: [{ id: "5.3.1" }, { id: "5.3.2", outcomes: [] }]', CHECK)).toBeUndefined()
  expect(withOutcome('[{ id: "5.3.1", outcomes: [] }]', CHECK)).toBe('[{ id: "5.3.1", outcomes: ["b5.key-length"] }]')
  expect(withMutants("export default campaign", CHECK)).toBeUndefined()
})
