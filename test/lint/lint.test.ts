import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { defineBlock } from "../../src/engine/block.js"
import type { Catalog } from "../../src/engine/catalog.js"
import { defineCheck, type Check } from "../../src/engine/check.js"
import { pass } from "../../src/engine/verdict.js"
import { formFindings } from "../../src/lint/form-rules.js"
import { readOutcomeInventory } from "../../src/lint/inventory.js"
import { lint } from "../../src/lint/lint.js"
import { notesFindings } from "../../src/lint/notes-rules.js"
import { outcomeFindings } from "../../src/lint/outcome-rules.js"
import { toSarif } from "../../src/lint/sarif.js"

const check = (id: string, more: Partial<Parameters<typeof defineCheck>[0]> = {}): Check =>
  defineCheck({ id, title: "It holds", host: "dev", probes: {}, judge: () => pass(), hint: "Do it.", ...more })

function catalogOf(...checks: Check[]): Catalog {
  const block = defineBlock({
    id: "block1",
    number: 1,
    title: "One",
    from: "",
    tag: "",
    exercises: [{ id: "1.1", title: "x", steps: [{ id: "1.1.1", title: "y", outcomes: checks.map(({ id }) => id) }] }],
  })
  return { blocks: [block], checks: new Map(checks.map((each) => [each.id, each])), rules: "" }
}

const listed = (outcomes: Record<string, "mandatory" | "optional" | "informational">, unchecked = {}) => ({
  block1: { outcomes, unchecked },
})

const rules = (findings: readonly { rule: string }[]): string[] => findings.map(({ rule }) => rule)

async function folder(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "course-lint-test-"))
  onTestFinished(() => rm(root, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true })
    await writeFile(path.join(root, name), text)
  }
  return root
}

describe("outcomes and checks", () => {
  test("agree when each outcome has a check of its kind", () => {
    const catalog = catalogOf(check("b1.a"), check("b1.b", { optional: true }), check("b1.c", { informational: true }))
    const inventory = listed({ "b1.a": "mandatory", "b1.b": "optional", "b1.c": "informational" })
    expect(outcomeFindings(catalog, inventory)).toEqual([])
  })

  test("an outcome without check needs a reason, and one with a check needs none", () => {
    const inventory = listed({ "b1.a": "mandatory", "b1.b": "mandatory" }, { "b1.a": "a person reads it" })
    expect(rules(outcomeFindings(catalogOf(check("b1.a")), inventory))).toEqual(
      ["outcome-without-check", "reason-outdated"].reverse(),
    )
  })

  test("a check of another kind, or of no outcome, is told", () => {
    const catalog = catalogOf(check("b1.a", { optional: true }), check("b1.z"))
    const findings = outcomeFindings(catalog, listed({ "b1.a": "mandatory" }))
    expect(rules(findings)).toEqual(["outcome-kind", "outcome-unknown"])
    expect(findings[0]).toMatchObject({
      message: expect.stringContaining("is optional; the inventory says mandatory") as string,
      file: "checks/block1/a.ts",
    })
  })

  test("a block that is written can not be called unwritten", () => {
    const inventory = { block1: { outcomes: { "b1.a": "mandatory" as const }, unchecked: {}, unwritten: "later" } }
    expect(rules(outcomeFindings(catalogOf(check("b1.a")), inventory))).toEqual(["reason-outdated"])
  })
})

test("needs in a circle, titles and hints without form and files with another name are told", async () => {
  const root = await folder({ "checks/block1/a.ts": "", "checks/block1/b.ts": "" })
  const circle = catalogOf(check("b1.a", { needs: ["b1.b"] }), check("b1.b", { needs: ["b1.a"] }))
  expect(rules(formFindings(circle, root))).toEqual(["content-contradiction", "content-contradiction"])
  const formless = catalogOf(check("b1.c", { title: "It holds.", hint: "do it" }))
  expect(rules(formFindings(formless, root))).toEqual(["file-name", "title-form", "hint-form"])
})

test("notes name what their steps name", async () => {
  const catalog = catalogOf(check("b1.a"), check("b1.b-c"))
  const good = await folder({ "blocks/block1/notes.md": "Do this (`b1.a`), then that (`b1.b-c`).\n" })
  expect(await notesFindings(catalog.blocks, good)).toEqual([])
  const bad = await folder({ "blocks/block1/notes.md": "Do this (`b1.a`), then `b1.b-d`.\n" })
  expect((await notesFindings(catalog.blocks, bad)).map(({ message }) => message)).toEqual([
    "blocks/block1/notes.md does not name b1.b-c.",
    "blocks/block1/notes.md names b1.b-d, which no step proves.",
  ])
})

test("an inventory that is no inventory is refused with its place", async () => {
  const root = await folder({ "blocks/outcomes.yaml": "block1:\n  outcomes:\n    b1.a: sometimes\n" })
  await expect(readOutcomeInventory(root)).rejects.toMatchObject({
    code: "COURSE_FILE_UNREADABLE",
    message: expect.stringContaining("block1.outcomes.b1.a") as string,
  })
})

test("outside a clone there is nothing to look at", async () => {
  await expect(lint({ root: await folder({}) })).rejects.toMatchObject({ code: "COURSE_USAGE" })
})

test("SARIF names rule, file and message of each finding", () => {
  const sarif = toSarif([{ rule: "mutant-missing", message: "No mutant.", file: "checks/block1/a.ts" }], "1.2.3")
  expect(sarif).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "course lint", version: "1.2.3" } },
        results: [
          {
            ruleId: "mutant-missing",
            message: { text: "No mutant." },
            locations: [{ physicalLocation: { artifactLocation: { uri: "checks/block1/a.ts" } } }],
          },
        ],
      },
    ],
  })
})
