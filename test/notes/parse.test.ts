import { describe, expect, test } from "vitest"
import { toString } from "mdast-util-to-string"
import type { Chapter, ExerciseNotes, Piece, Section } from "../../src/notes/chapter.js"
import { loadChapter, loadChapters } from "../../src/notes/load.js"
import { parseChapter } from "../../src/notes/parse.js"
import { readChapter } from "../../src/notes/read-chapter.js"
import { SAMPLE } from "./sample.js"

const HEAD = "---\nblock: 2\ntitle: Git\nfrom: B1-complete\ntag: v0.1\n---\n\n# Block 2. Git\n\n"

const chapterOf = (text: string): Chapter => parseChapter(HEAD + text, "notes.md")
const faultsOf = (text: string): string[] =>
  readChapter(HEAD + text, "notes.md").faults.map(({ line, message }) => `${line - 9}: ${message}`)
const piecesOf = (text: string): Piece[] => chapterOf(text).parts[0]?.pieces ?? []
const sample = parseChapter(SAMPLE, "notes.md")
const exercise = sample.parts.find((part): part is ExerciseNotes => part.kind === "exercise")
const step = (id: string): Piece[] => exercise?.steps.find((each) => each.id === id)?.pieces ?? []

describe("a chapter", () => {
  test("has what its front matter says, sections and exercises in order", () => {
    expect(sample).toMatchObject({
      ...{ block: "block5", number: 5, title: "Backend: API and service", from: "v0.3", tag: "v0.4", file: "notes.md" },
      parts: [
        { kind: "section", title: undefined, line: 10 },
        { kind: "section", title: "Why this block" },
        { kind: "exercise", id: "5.4", title: "Supervised service on prod" },
        { kind: "section", title: "Recap" },
      ],
    })
  })

  test("has steps with their outcomes, and none where no line names them", () => {
    expect(exercise?.steps.map(({ id, title, outcomes }) => [id, title, outcomes])).toEqual([
      ["5.4.1", "Author the unit file on dev", ["b5.unit-file", "b5.unit-user"]],
      ["5.4.6", "Run the setup script on prod", ["b5.active"]],
      ["5.4.7", "Think", []],
    ])
    expect(exercise?.pieces).toMatchObject([{ kind: "prose" }])
  })

  test("may start from nothing and end with no tag", () => {
    const text = "---\nblock: 1\ntitle: One\nfrom: null\ntag: null\n---\n\n# Block 1. One\n"
    expect(parseChapter(text, "x")).toMatchObject({ from: undefined, tag: undefined, parts: [] })
  })

  test("keeps times, ports and colons as they are written", () => {
    const text = "At 12:30 on :8000, `b2.x:y`, b2.x:y{a} and :name[*loud*]{b}.\n\n::leaf[x]{y}\n"
    const [prose] = piecesOf(text)
    expect(prose?.kind === "prose" && prose.nodes.map((node) => toString(node))).toEqual([
      "At 12:30 on :8000, b2.x:y, b2.x:y{a} and :name[loud]{b}.",
      "::leaf[x]{y}",
    ])
  })

  test("may come from a machine that ends its lines otherwise", () => {
    expect(parseChapter(SAMPLE.replaceAll("\n", "\r\n"), "notes.md")).toEqual(sample)
  })
})

describe("a piece", () => {
  test("is prose from one box to the next, with subheadings", () => {
    const section = sample.parts[1] as Section
    expect(section.pieces.map(({ kind }) => kind)).toEqual(["prose", "listing", "prose"])
  })

  test("is commands by the host behind sh", () => {
    expect(piecesOf('```sh dev reply="" reply="a b" fails\ncd x\n\nls\n```\n')).toEqual([
      {
        ...{ kind: "commands", line: 10, host: "dev", lines: ["cd x", "ls"], replies: ["", "a b"] },
        ...{ fails: true, again: false, keys: undefined },
      },
    ])
    expect(piecesOf('```sh prod again interactive keys="exit Enter"\npsql\n```\n')).toMatchObject([
      { host: "prod", again: true, keys: "exit Enter", replies: [] },
    ])
  })

  test("is a file by file=, whole, appended, or of the reference", () => {
    expect(piecesOf("```ts dev file=~/a.ts\nlet a\n```\n")).toEqual([
      {
        ...{ kind: "file", line: 10, host: "dev", language: "ts", path: "~/a.ts", text: "let a\n" },
        ...{ append: false, again: false, tag: undefined },
      },
    ])
    expect(piecesOf("```sh prod append again file=/opt/.env\nA=1\n```\n")).toMatchObject([
      { kind: "file", host: "prod", append: true, again: true },
    ])
    expect(piecesOf("```ts dev file=~/a.ts tag=v0.4\n```\n")).toMatchObject([{ kind: "file", tag: "v0.4", text: "" }])
  })

  test("is a patch where the file is a diff", () => {
    expect(step("5.4.1").find(({ kind }) => kind === "patch")).toMatchObject({
      ...{ host: "dev", path: "~/requests/docs.patch" },
      text: "--- a/src/app.ts\n+++ b/src/app.ts\n@@ -1 +1 @@\n-one\n+two\n",
    })
  })

  test("is a listing without host, and an excerpt by its place", () => {
    expect(piecesOf("```output\nhello\n```\n")).toEqual([
      { kind: "listing", line: 10, language: "output", text: "hello", excerpt: undefined },
    ])
    expect(piecesOf("```sh\nls\n```\n")).toMatchObject([{ kind: "listing", language: "sh" }])
    expect(piecesOf("```ts excerpt=src/a.ts tag=v0.4 lines=3-9\n```\n")).toMatchObject([
      { excerpt: { path: "src/a.ts", tag: "v0.4", lines: [3, 9] } },
    ])
  })

  test("is a container with what is inside", () => {
    expect(piecesOf(":::margin pitfall Not `this` one\ntext\n:::\n")).toMatchObject([
      { kind: "margin", tone: "pitfall", title: "Not `this` one", pieces: [{ kind: "prose" }] },
    ])
    expect(step("5.4.6").find(({ kind }) => kind === "action")).toMatchObject({
      ...{ name: "snapshot", argument: "B5-complete" },
      pieces: [{ kind: "prose" }, { kind: "commands", host: "laptop" }],
    })
    expect(step("5.4.1").filter(({ kind }) => kind === "track")).toMatchObject([
      { track: "typescript", pieces: [{ kind: "prose" }, { kind: "file" }] },
      { track: "python", pieces: [{ kind: "prose" }] },
    ])
  })

  test("has colons in a fence as they are", () => {
    expect(piecesOf("```md dev file=~/a.md\n:::\n:::margin x\n```\n")).toMatchObject([
      { kind: "file", text: ":::\n:::margin x\n" },
    ])
  })
})

describe("what does not keep to the format is told with its line:", () => {
  test.each([
    ["```sh dev nonsense\nls\n```", "1: The word nonsense means nothing"],
    ["```sh moon\nls\n```", "1: A block of one host says which: laptop, dev, prod."],
    ["```sh dev prod\nls\n```", "1: A block of one host says which"],
    ["```sh dev\n```", "1: A block of commands has at least one."],
    ["```sh dev interactive\nnano\n```", "1: What is interactive says which keys leave it"],
    ['```sh dev keys="q"\nnano\n```', "1: What is interactive says which keys leave it"],
    ["```ts file=~/a\nx\n```", "1: A block of one host says which"],
    ["```ts dev file=a.ts\nx\n```", "1: The path of a file begins with ~/ or /"],
    ["```ts dev file=~/a tag=v0.4\nx\n```", "1: A file with tag= is taken from the reference"],
    ["```ts dev file=~/a append tag=v0.4\n```", "1: A file with tag= is whole"],
    ["```ts excerpt=a.ts\n```", "1: tag= lacks its value."],
    ["```ts excerpt=a.ts tag=v0.4 lines=9-3\n```", "1: lines= is a range such as 12-31, not 9-3."],
    ["```ts excerpt=a.ts tag=v0.4\nx\n```", "1: An excerpt is taken from the reference"],
    ["```\nx\n```", "1: A fence says what it holds"],
    ["```output dev\nx\n```", "1: The word dev means nothing behind this fence."],
    ["text\n\n```sh dev\nls", "4: A fence `` ``` `` is never closed."],
    [":::margin bad Title\nx\n:::", "1: A margin note is one of pitfall, happened, security, aside, not bad."],
    [":::margin pitfall\nx\n:::", "1: A margin note has a title behind its kind."],
    [":::action\nx\n:::", "1: An action has a name."],
    [":::typescript x\nx\n:::", "1: Nothing stands behind :::typescript."],
    [":::rust\nx\n:::", "1: A container is one of typescript, python, margin, action, not rust."],
    [":::python\n:::", "1: The container python is empty."],
    [":::python\ntext", "1: The container python is never closed."],
    ["text\n:::", "2: Nothing is open that `:::` could close."],
    [":::python\n:::margin aside A\nx\n:::\n:::", "2: Containers do not nest: the python of line 10 is open."],
    [":::python\n```text\n:::\n```\n:::", "3: A line of colons within a container ends it"],
    ["- x\n  ```sh dev\n  ls\n  ```", "2: A fence stands by itself"],
    ["a <b>c</b>", "1: HTML is no part of the notes: <b>"],
    ["![x](y.png)", "1: Images are no part of the notes"],
    ["ask {{gitHosts}}", "1: No value is called {{gitHosts}}; there are gitHost,"],
    ["# Another", "1: A chapter has one heading of level 1"],
    ["## 3.1 Other", "1: 3.1 is no exercise of block 2."],
    ["## 2.1 A\n\n### 2.2.1 B", "3: The step 2.2.1 stands in another exercise."],
    ["### 2.1.1 B", "1: The step 2.1.1 stands in another exercise."],
    ["## 2.1 A\n\n### 2.1.1 B\n\n### 2.1.1 C", "5: The step 2.1.1 is there twice."],
    ["## 2.1 A\n\n### 2.1.1 B\n\nOutcomes: b2.a", "5: Outcomes are ids in backticks"],
    ["## 2.1 A\n\nOutcomes: `b2.a`", "3: The line of outcomes follows the heading of a step."],
  ])("%j", (text, expected) => {
    expect(faultsOf(text).join("\n")).toContain(expected)
  })

  test.each([
    ["text", "Notes begin with front matter: block, title, from, tag."],
    ["---\nblock: [\n---\n\n# Block 1. A\n", "The front matter is no YAML"],
    ["---\nblock: one\ntitle: A\n---\n\n# Block 1. A\n", "Front matter, block:"],
    ["---\nblock: 1\ntitle: A\ntags: v1\n---\n\n# Block 1. A\n", "Front matter, keys:"],
    ["---\nblock: 1\ntitle: A\n---\n\n# Block 1. B\n", "The chapter's heading is `# Block 1. A`"],
    ["---\nblock: 1\ntitle: A\n---\n\ntext\n", "The chapter's heading is missing: `# Block 1. A`."],
  ])("front matter and title of %j", (text, expected) => {
    expect(
      readChapter(text, "x")
        .faults.map(({ message }) => message)
        .join("\n"),
    ).toContain(expected)
  })

  test("in one error, with everything that is wrong", () => {
    expect(() => chapterOf("```\nx\n```\n\n:::rust\nx\n:::\n")).toThrowError(
      expect.objectContaining({
        code: "COURSE_NOTES_INVALID",
        message: expect.stringMatching(/notes\.md:10: A fence.*\n.*notes\.md:14: A container/) as string,
      }) as Error,
    )
  })
})

describe("the notes of the course", { timeout: 60_000 }, () => {
  test("can all be read, in order", async () => {
    const chapters = await loadChapters()
    expect(chapters.map(({ block }) => block)).toEqual(["block1", "block2", "block3", "block4", "block5", "block6"])
  })

  test("are found by number, and a block without notes is told from the others", async () => {
    expect((await loadChapter(2)).block).toBe("block2")
    await expect(loadChapter("block77")).rejects.toMatchObject({
      code: "COURSE_UNKNOWN_ID",
      hint: expect.stringContaining("block1") as string,
    })
  })
})
