import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { contentFaults } from "../../src/engine/catalog.js"

let root: string
const put = async (file: string, text: string): Promise<void> => {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true })
  await writeFile(path.join(root, file), text)
}
const block = (number: number, outcomes: string[]): string =>
  `export default ${JSON.stringify({ id: `block${number}`, number, title: "x", exercises: [{ id: `${number}.1`, title: "x", steps: [{ id: `${number}.1.1`, title: "x", outcomes }] }] })}`
const check = (id: string, needs: string[] = []): string =>
  `export default { id: "${id}", title: "x", host: "dev", points: 1, optional: false, hint: "x", needs: ${JSON.stringify(needs)}, probes: () => ({}), judge: () => ({ status: "pass" }) }`

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "course-catalog-"))
  await put("package.json", '{ "type": "module" }')
  await put("blocks/block1/block.js", block(1, ["b1.first"]))
  await put("blocks/block2/block.js", block(2, ["b2.second"]))
  await put("blocks/block3/block.js", block(3, ["b3.third"]))
  await put("checks/block1/first.js", check("b1.first"))
  await put("checks/block2/second.js", check("b2.second", ["b1.first"]))
  await put("checks/block3/third.js", check("b3.third"))
  await put("src/engine/judge.js", "export {}")
})
afterAll(() => rm(root, { recursive: true }))

/** A copy with one file more. */
async function spoiled(file: string, text: string): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "course-catalog-"))
  await cp(root, copy, { recursive: true })
  await mkdir(path.dirname(path.join(copy, file)), { recursive: true })
  await writeFile(path.join(copy, file), text)
  return copy
}

describe("loadCatalog", () => {
  it("finds all blocks and checks, in order", async () => {
    const catalog = await loadCatalog({ root })
    expect(catalog.blocks.map(({ id }) => id)).toEqual(["block1", "block2", "block3"])
    expect([...catalog.checks.keys()]).toEqual(["b1.first", "b2.second", "b3.third"])
    expect(catalog.rules).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    [["block3"], ["block3"]],
    [["3.1.1"], ["block3"]],
    [["b3.third"], ["block3"]],
    [["2"], ["block1", "block2"]],
    [["blok3"], ["block1", "block2", "block3"]],
    [["block9"], ["block1", "block2", "block3"]],
  ])("for %j loads %j, with what the checks need", async (words, wanted) => {
    const { blocks } = await loadCatalog({ root, words })
    expect(blocks.map(({ id }) => id)).toEqual(wanted)
  })

  it("hashes what judges", async () => {
    const { rules } = await loadCatalog({ root })
    expect((await loadCatalog({ root })).rules).toBe(rules)
    const other = await spoiled("checks/library/http.js", "export const changed = 1")
    expect((await loadCatalog({ root: other })).rules).not.toBe(rules)
    await rm(other, { recursive: true })
  })

  it.each([
    ["a check in no step", "checks/block1/more.js", check("b1.more"), "b1.more belongs to no step"],
    ["an id defined twice", "checks/block1/again.js", check("b1.first"), "b1.first is defined by"],
    ["a file without a check", "checks/block1/none.js", "export const x = 1", "does not export a check by default"],
    ["a block without a check", "blocks/block1/block.js", block(1, ["b1.first", "b1.gone"]), "names b1.gone"],
  ])("refuses %s", async (_what, file, text, message) => {
    const copy = await spoiled(file, text)
    await expect(loadCatalog({ root: copy })).rejects.toMatchObject({
      code: "COURSE_CONTENT_INVALID",
      message: expect.stringContaining(message) as string,
    })
    await rm(copy, { recursive: true })
  })
})

it("the content of the course is in order", async () => {
  expect(contentFaults(await loadCatalog())).toEqual([])
})
