import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
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

describe("notes", () => {
  const head = "---\nblock: 1\ntitle: One\n---\n\n# Block 1. One\n\n"
  const good = `${head}## 1.1 x\n\n### 1.1.1 y\n\nOutcomes: \`b1.a\`, \`b1.b\`\n\nDo it.\n`
  const [block] = catalogOf(check("b1.a"), check("b1.b")).blocks
  const blocks = block ? [{ ...block, from: undefined, tag: undefined }] : []
  const files = (track: string, tag: string, file: string): string | undefined =>
    track === "typescript" && tag === "v0.4" && file === "src/app.ts" ? "1\n2\n3\n" : undefined
  const findingsIn = async (text: string): Promise<string[]> => {
    const findings = await notesFindings(blocks, await folder({ "blocks/block1/notes.md": text }), files)
    return findings.map(({ rule, line, message }) => `${line} ${rule}: ${message}`)
  }

  test("agree with their block when they have its steps, titles and outcomes", async () => {
    expect(await findingsIn(good)).toEqual([])
  })

  test("are missed", async () => {
    expect(await notesFindings(blocks, await folder({}))).toEqual([
      { rule: "notes-missing", message: "block1 has no notes.", file: "blocks/block1/block.ts" },
    ])
  })

  test.each([
    ["# Block 1. One", "# Block 1. Two", "6 notes-format: The chapter's heading is"],
    ["title: One", "title: Two", "1 notes-steps: The notes say title: Two, block.ts says One."],
    ["title: One", "title: One\ntag: v0.1", "1 notes-steps: The notes say tag: v0.1, block.ts says nothing."],
    ["## 1.1 x", "## 1.1 z", '8 notes-steps: 1.1 is called "x" in block.ts.'],
    ["1.1.1 y", "1.1.1 z", '10 notes-steps: 1.1.1 is called "y" in block.ts.'],
    ["1.1.1 y", "1.1.2 y", "8 notes-steps: The step 1.1.1 of block.ts has no notes."],
    ["1.1.1 y", "1.1.2 y", "10 notes-steps: The step 1.1.2 is not one of block.ts."],
    ["## 1.1 x", "## 1.1 x\n\n## 1.2 z", "10 notes-steps: The exercise 1.2 is not one of block.ts."],
    ["`, `b1.b", "", "10 notes-outcome: The step 1.1.1 names b1.a, block.ts says b1.a, b1.b."],
    ["`b1.a`, `b1.b`", "`b1.b`, `b1.a`", "10 notes-outcome: The step 1.1.1 names b1.b, b1.a"],
    ["Outcomes: `b1.a`, `b1.b`", "", "10 notes-outcome: The step 1.1.1 names no outcome"],
    ["Do it.", ":::action fly\nx\n:::", "14 notes-action: No action is called fly; there are install-hypervisor,"],
    ["Do it.", ":::action reboot moon\nx\n:::", "14 notes-action: The action reboot is done to a host, not to moon."],
    ["Do it.", ":::action snapshot\nx\n:::", "14 notes-action: The action snapshot lacks what it is done to."],
    ["Do it.", ":::action adapters x\nx\n:::", "14 notes-action: Nothing stands behind the action adapters."],
    ["Do it.", "```sh moon\nx\n```", "14 notes-format: A block of one host says which"],
    ["Do it.", "{{who}}", "14 notes-format: No value is called {{who}}"],
    [
      "Do it.",
      "```ts dev file=~/pixelwise/src/app.ts tag=v0.4\n```",
      "14 notes-reference: The reference of the python track has no src/app.ts at v0.4.",
    ],
    [
      "Do it.",
      ":::typescript\n```ts excerpt=src/app.ts tag=v0.4 lines=2-4\n```\n:::",
      "15 notes-reference: src/app.ts of the typescript track has 3 lines at v0.4: lines=2-4 is out of range.",
    ],
  ])("with %j become wrong by %j", async (part, other, expected) => {
    expect(good).toContain(part)
    expect((await findingsIn(good.replace(part, other))).join("\n")).toContain(expected)
  })

  test("may take for one track what only its reference has", async () => {
    const text = ":::typescript\n```ts excerpt=src/app.ts tag=v0.4 lines=2-3\n```\n:::"
    expect(await findingsIn(good.replace("Do it.", text))).toEqual([])
  })

  test("with steps in another order are told", async () => {
    const [exercise] = blocks[0]?.exercises ?? []
    const two = blocks.map((each) => ({
      ...each,
      exercises: exercise
        ? [{ ...exercise, steps: [...exercise.steps, { id: "1.1.2", title: "z", outcomes: [] }] }]
        : [],
    }))
    const steps = ["### 1.1.2 z\n\nThink.\n", good.slice(good.indexOf("### 1.1.1"))].join("\n")
    const root = await folder({ "blocks/block1/notes.md": good.slice(0, good.indexOf("### 1.1.1")) + steps })
    expect((await notesFindings(two, root)).map(({ message }) => message)).toEqual([
      "The step 1.1.2 stands at another place than in block.ts.",
    ])
  })

  test("of the course agree with its blocks, checks and references", { timeout: 60_000 }, async () => {
    const { blocks: all } = await loadCatalog({ tolerant: true })
    expect(await notesFindings(all, path.resolve(import.meta.dirname, "../.."))).toEqual([])
  })
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

test("SARIF names rule, file, line and message of each finding", () => {
  const sarif = toSarif(
    [{ rule: "mutant-missing", message: "No mutant.", file: "checks/block1/a.ts", line: 7 }],
    "1.2.3",
  )
  expect(sarif).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "course lint", version: "1.2.3" } },
        results: [
          {
            ruleId: "mutant-missing",
            message: { text: "No mutant." },
            locations: [
              { physicalLocation: { artifactLocation: { uri: "checks/block1/a.ts" }, region: { startLine: 7 } } },
            ],
          },
        ],
      },
    ],
  })
})
