import { describe, expect, test } from "vitest"
import type { Chapter } from "../../src/notes/chapter.js"
import { forReader } from "../../src/notes/for-reader.js"
import { parseChapter } from "../../src/notes/parse.js"
import { excerptAround, searchChapters, type Found } from "../../src/notes/search.js"
import { renderFound } from "../../src/notes/terminal/render-found.js"
import { READER, SAMPLE } from "./sample.js"

const sample = forReader(parseChapter(SAMPLE, "blocks/block5/notes.md"), READER)
const chapter = (...steps: string[]): Chapter => {
  const text = steps.map((body, index) => `### 2.1.${index + 1} Step\n\n${body}\n`).join("\n")
  return parseChapter(`---\nblock: 2\ntitle: Git\n---\n\n# Block 2. Git\n\n## 2.1 All\n\n${text}`, "n.md")
}
const find = (term: string, ...chapters: Chapter[]): Found[] =>
  searchChapters(chapters.length > 0 ? chapters : [sample], term)
const LOOK = { columns: 60, color: false, unicode: true, plain: false }

describe("a search", () => {
  test.each([
    ["supervisor", "5.4", "starts what stops"],
    ["journalctl", "5.4.6", "journalctl -f"],
    ["b5.active", "5.4.6", "b5.active"],
    ["service user", "5.4.1", "User=produser"],
    ["catastrophe", undefined, undefined],
  ])("for %s finds the place", (term, place, text) => {
    const best = find(term)[0]
    expect(best?.place).toBe(place)
    if (text !== undefined) expect(best?.text).toContain(text)
  })

  test("finds by the beginning of a word and with a slip", () => {
    expect(find("superv")[0]?.place).toBe("5.4")
    expect(find("supervizor")[0]?.place).toBe("5.4")
  })

  test("finds cells, items, margin notes, actions, output and values that were filled in", () => {
    for (const [term, place] of [
      ["worked", "block5"],
      ["routes", "block5"],
      ["leaks", "5.4.6"],
      ["VirtualBox", "5.4.6"],
      ["running", "5.4.6"],
      ["192.168.56.11", "5.4.6"],
    ])
      expect(find(term ?? "")[0]?.place, term).toBe(place)
  })

  test("says the line of the paragraph, and how much more the place has", () => {
    const [found] = find("model")
    const line = SAMPLE.split("\n").findIndex((each) => each.includes("The model is read first")) + 1
    expect(find("first moment")[0]).toMatchObject({ place: "5.4.6" })
    expect(SAMPLE.split("\n")[(found?.line ?? 0) - 1]?.toLowerCase()).toContain("model")
    expect(find("read first")[0]?.line).toBe(line)
    expect(find("one", chapter("one", "two\n\none here\n\none and one"))).toMatchObject([
      { place: "2.1.2", more: 1 },
      { place: "2.1.1", more: 0 },
    ])
  })

  test("wants all words in one passage, and takes some where no passage has all", () => {
    const notes = chapter("apple pear", "apple", "plum")
    expect(find("apple pear", notes).map(({ place }) => place)).toEqual(["2.1.1"])
    expect(find("apple plum", notes).map(({ place }) => place)).toContain("2.1.3")
  })
})

describe("an excerpt", () => {
  const text = `${"before ".repeat(30)}the needle in the hay ${"after ".repeat(30)}`

  test("shows the word with what is around it", () => {
    const excerpt = excerptAround({ text, words: ["needle"] }, 60)
    expect(excerpt).toMatch(/^\.\.\. (before )+the needle in the hay (after ?)+ \.\.\.$/)
    expect(excerpt.length).toBeLessThanOrEqual(68)
  })

  test("is the whole text where that is short", () => {
    expect(excerptAround({ text: "  a\n  needle ", words: ["needle"] }, 60)).toBe("a needle")
  })
})

describe("what was found", () => {
  test("is shown with place, heading, words and line", () => {
    expect(renderFound(find("journalctl"), "journalctl", LOOK)).toEqual([
      "5.4.6  Run the setup script on prod",
      "    journalctl -f",
      `    blocks/block5/notes.md:${SAMPLE.split("\n").indexOf("journalctl -f")}`,
      "",
    ])
  })

  test("has its words marked where there is colour", () => {
    expect(renderFound(find("journalctl"), "journalctl", { ...LOOK, color: true })[1]).toContain("\u001b[33mjournalctl")
  })

  test("may be nothing, which is said", () => {
    expect(renderFound([], "a\u001b[2Jb", LOOK)).toEqual(['Nothing in the notes is like "a\\x1b[2Jb".'])
  })
})
