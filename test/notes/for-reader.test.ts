import { describe, expect, test } from "vitest"
import { toString } from "mdast-util-to-string"
import { settings } from "../../src/engine/context.js"
import type { Chapter, Piece } from "../../src/notes/chapter.js"
import { forReader } from "../../src/notes/for-reader.js"
import { parseChapter } from "../../src/notes/parse.js"
import { valuesOf } from "../../src/notes/values.js"
import { walkPieces } from "../../src/notes/walk.js"
import { READER, SAMPLE } from "./sample.js"

const HEAD = "---\nblock: 2\ntitle: Git\n---\n\n# Block 2. Git\n\n"
const read = (text: string, reader = READER): Chapter => forReader(parseChapter(HEAD + text, "n.md"), reader)
const allOf = (chapter: Chapter): Piece[] => {
  const pieces: Piece[] = []
  walkPieces(chapter, (piece) => pieces.push(piece))
  return pieces
}

describe("a reader", () => {
  test("sees the own track in its place and nothing of the other", () => {
    const text = "before\n\n:::typescript\nNode\n:::\n\n:::python\nUvicorn\n:::\n\nafter\n"
    const said = (track: "typescript" | "python"): string[] =>
      allOf(read(text, { ...READER, track })).map((piece) =>
        piece.kind === "prose" ? piece.nodes.map((node) => toString(node)).join() : piece.kind,
      )
    expect(said("typescript")).toEqual(["before", "Node", "after"])
    expect(said("python")).toEqual(["before", "Uvicorn", "after"])
  })

  test("sees values in text, links, commands, replies, paths, titles and arguments", () => {
    const text = [
      "Go to {{gitWeb}}/{{gitAccount}}, `{{gitHost}}`, [here]({{gitWeb}}/x).",
      '```sh dev reply="{{gitName}}"\nping {{prodAddress}}\n```',
      ":::margin aside {{gitHost}}\n{{devUser}}\n:::",
      ":::action open {{gitWeb}}/x\n{{gitHost}}\n:::",
      "```text dev file=~/{{devUser}}/a\n{{gitEmail}}\n```",
      "```output\n{{devAddress}}\n```",
    ].join("\n\n")
    const values = valuesOf(
      { settings: settings.parse({ gitHost: "git.example", gitWeb: "https://git.example", devUser: "ada" }) },
      { "b2.account": { handle: " ada-l " } },
    )
    const chapter = read(text, { ...READER, values })
    const seen = JSON.stringify(chapter)
    expect(seen).not.toContain("{{")
    for (const part of ["https://git.example/ada-l", '"url":"https://git.example/x"', "~/ada/a", "ping 192.168.56.11"])
      expect(seen).toContain(part)
    expect(allOf(chapter)).toContainEqual(
      expect.objectContaining({ kind: "action", argument: "https://git.example/x" }),
    )
  })

  test("sees files and excerpts of the reference as they are", () => {
    const pieces = allOf(forReader(parseChapter(SAMPLE, "n.md"), READER))
    expect(pieces).toContainEqual(
      expect.objectContaining({ kind: "listing", language: "ts", text: "const two = 2\nconst three = 'drei'" }),
    )
    expect(pieces).toContainEqual(
      expect.objectContaining({ kind: "file", tag: "v0.4", text: "[Service]\nUser=produser\n# {{not-a-value}}\n" }),
    )
  })

  test.each([
    [
      "```ts dev file=~/pixelwise/no.ts tag=v0.4\n```",
      "n.md:8: The reference of the typescript track has no no.ts at v0.4.",
    ],
    [
      "```ts excerpt=src/app.ts tag=v0.9\n```",
      "n.md:8: The reference of the typescript track has no src/app.ts at v0.9.",
    ],
    ["```ts excerpt=src/app.ts tag=v0.4 lines=2-9\n```", "n.md:8: src/app.ts has 3 lines at v0.4, not 9."],
  ])("is told what the reference lacks: %j", (text, expected) => {
    expect(() => read(text)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(expected) as string }) as Error,
    )
  })

  test("does not change the chapter", () => {
    const chapter = parseChapter(SAMPLE, "n.md")
    const before = structuredClone(chapter)
    forReader(chapter, READER)
    expect(chapter).toEqual(before)
  })
})

describe("values", () => {
  test("are the course's where there is no course.yaml", () => {
    expect(valuesOf()).toMatchObject({ gitHost: "github.com", devAddress: "192.168.56.10", serviceUser: "produser" })
  })

  test("take the account from course.yaml before an answer", () => {
    const inventory = { settings: settings.parse({ gitAccount: "ada" }) }
    expect(valuesOf(inventory, { "b2.account": { handle: "eve" } }).gitAccount).toBe("ada")
  })
})
