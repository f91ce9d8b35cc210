import stringWidth from "string-width"
import { describe, expect, test } from "vitest"
import type { Chapter } from "../../../src/notes/chapter.js"
import { forReader } from "../../../src/notes/for-reader.js"
import { parseChapter } from "../../../src/notes/parse.js"
import type { StandingOf } from "../../../src/notes/standing.js"
import { renderChapter, renderPieces, type RenderOptions } from "../../../src/notes/terminal/render-chapter.js"
import { goldenIn } from "../../helpers/golden.js"
import { READER, SAMPLE } from "../sample.js"

const expectGolden = goldenIn(import.meta.dirname)
const NARROW: RenderOptions = { columns: 80, color: false, unicode: true, plain: false }
const WIDE = { ...NARROW, columns: 140 }
const COLOURED = { ...NARROW, color: true }
const PLAIN = { ...NARROW, plain: true }

const HEAD = "---\nblock: 2\ntitle: Git\n---\n\n# Block 2. Git\n\n"
const sample = forReader(parseChapter(SAMPLE, "notes.md"), READER)
const chapterOf = (text: string): Chapter => forReader(parseChapter(HEAD + text, "n.md"), READER)
const linesOf = (text: string, options = NARROW): string[] =>
  renderPieces(
    chapterOf(text).parts.flatMap(({ pieces }) => pieces),
    options,
  )
const uncoloured = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "")

const standingOf: StandingOf = (id) => {
  if (id === "5.4.1")
    return {
      state: "open",
      outcomes: new Map([
        ["b5.unit-file", true],
        ["b5.unit-user", false],
      ]),
    }
  if (id === "5.4.6") return { state: "done", outcomes: new Map([["b5.active", true]]) }
  return id === "5.4.7" ? { state: "skipped", outcomes: new Map() } : undefined
}

describe("a chapter", () => {
  test.each([
    ["80.txt", NARROW],
    ["140.txt", WIDE],
    ["plain.txt", PLAIN],
    ["ascii.txt", { ...NARROW, unicode: false }],
    ["80-colour.ansi", COLOURED],
    ["140-standing.txt", { ...WIDE, standingOf }],
    ["plain-standing.txt", { ...PLAIN, standingOf }],
  ])("looks as before: %s", (name, options) => {
    expectGolden(name, `${renderChapter(sample, options).lines.join("\n")}\n`)
  })

  test("says the same with colours as without, but for the marks that stand for them", () => {
    const said = (options: RenderOptions): string[] =>
      uncoloured(renderChapter(sample, options).lines.join(" "))
        .replace(/[`[\]]|─+/g, "")
        .split(/\s+/)
    expect(said(COLOURED)).toEqual(said(NARROW))
  })

  test.each([40, 60, 80, 100, 120, 140, 200])("keeps to %i columns but for commands", (columns) => {
    for (const color of [true, false]) {
      const { lines } = renderChapter(sample, { ...NARROW, columns, color })
      const wide = lines.filter((line) => stringWidth(line) > columns).map(uncoloured)
      expect(wide.filter((line) => !/^ +(ssh|curl|VBoxManage) /.test(line))).toEqual([])
    }
  })

  test("draws nothing where it is plain, and uses ASCII where the terminal knows no more", () => {
    expect(renderChapter(sample, PLAIN).lines.join("\n")).toMatch(/^[\x20-\x7e\n]*$/)
    expect(renderChapter(sample, { ...NARROW, unicode: false }).lines.join("\n")).toMatch(/^[\x20-\x7e\n]*$/)
  })

  test("tells where exercises, steps and outcomes begin", () => {
    const { lines, places } = renderChapter(sample, WIDE)
    const at = (id: string): string => lines[places.get(id) ?? -1] ?? ""
    expect(at("5.4")).toMatch(/^5\.4 {2}Supervised service on prod/)
    expect(at("5.4.6")).toBe("5.4.6  Run the setup script on prod")
    expect(places.get("b5.active")).toBe(places.get("5.4.6"))
    expect(places.get("block5")).toBe(0)
  })
})

describe("margin notes", () => {
  test("stand beside the block before them, one under the other, and end before the next step", () => {
    const { lines, places } = renderChapter(sample, WIDE)
    const row = (part: string): number => lines.findIndex((line) => line.includes(part))
    expect(row("Security:")).toBe(row("journalctl -f") - 1)
    expect(row("What happened:")).toBeGreaterThan(row("What leaks on dev"))
    expect(row("As ever.")).toBeLessThan(places.get("5.4.7") ?? 0)
    expect(lines[row("Security:")]?.indexOf("│")).toBe(91)
  })

  test("begin higher up where they would go on below the text, one after the other", () => {
    const note = (name: string): string => `:::margin aside ${name}\n${"word ".repeat(30)}\n:::\n`
    const paragraphs = Array.from({ length: 9 }, (_, index) => `text ${index}\n`)
    const lines = linesOf([...paragraphs, note("One"), note("Two")].join("\n"), WIDE)
    expect(lines).toHaveLength(17)
    const [one, two] = ["One", "Two"].map((name) => lines.findIndex((line) => line.includes(`Aside: ${name}`)))
    expect([one, two]).toEqual([6, 12])
    expect(lines.at(-1)).toContain("│ word")
  })

  test("stand in the text where they do not fit beside it", () => {
    const text =
      "one\n\n:::margin aside Wide\n```sh dev\ncommand-that-is-wider-than-the-column-of-the-notes-beside-the-text\n```\n:::\n"
    expect(linesOf(text, WIDE)[2]).toBe("┌─ Aside: Wide")
    expect(linesOf(text.replace(/command-\S+/, "ls"), WIDE)[0]).toMatch(/^one {88}│ Aside: Wide$/)
  })
})

describe("commands", () => {
  const typed = (text: string): string[] => linesOf(`\`\`\`${text}\n\`\`\`\n`)

  test("have nothing but blanks before them and are never broken", () => {
    const long = `ssh ${"very-long-word ".repeat(12)}end`
    expect(typed(`sh dev\ncd x\n${long}`)).toEqual(["[dev]", "    cd x", `    ${long}`])
    const [, first = "", second = ""] = linesOf(`\`\`\`sh dev\ncd x\n${long}\n\`\`\`\n`, COLOURED)
    expect([first, second].map(uncoloured)).toEqual(["    cd x", `    ${long}`])
  })

  test("stand under the name of their host, which is a colour of its own", () => {
    const [dev = "", prod = "", laptop = ""] = ["dev", "prod", "laptop"].map(
      (host) => linesOf(`\`\`\`sh ${host} again\nx\n\`\`\`\n`, COLOURED)[0],
    )
    expect([dev, prod, laptop].map(uncoloured)).toEqual(
      [" dev ", " prod ", " laptop "].map((label) => `${label} To try; you get on without it.`),
    )
    expect(new Set([dev, prod, laptop].map((line) => /\u001b\[4\dm/.exec(line)?.[0])).size).toBe(3)
  })

  test.each([
    ["sh dev fails\nx", "[dev] This ends with an error, and that is the point."],
    ["sh prod again\nx", "[prod] To try; you get on without it."],
    ['sh laptop reply="" reply="yes"\nx', '[laptop] It asks. Answer in this order: Enter, "yes".'],
    ['sh dev interactive keys="^X"\nx', "[dev] Leave it with Ctrl+X."],
    ['sh dev interactive keys="exit Enter"\nx', "[dev] Leave it with exit, Enter."],
  ])("say what to expect: %j", (text, expected) => {
    expect(typed(text)).toEqual([expected, "    x"])
  })
})

describe("files and listings", () => {
  test("name the file, where it comes from and how long it is", () => {
    expect(linesOf("```ts dev file=~/pixelwise/src/app.ts tag=v0.4\n```")[0]).toBe(
      "[dev] ~/pixelwise/src/app.ts (as at v0.4, 3 lines)",
    )
    expect(linesOf("```sh prod file=~/a append again\nx\n```")).toEqual([
      "[prod] ~/a (add at the end, 1 line, to try)",
      "    x",
    ])
    expect(linesOf("```py dev file=~/__init__.py\n```")).toEqual(["[dev] ~/__init__.py (empty)"])
  })

  test("number the lines of an excerpt as they are in the file", () => {
    expect(linesOf("```ts excerpt=src/app.ts tag=v0.4 lines=2-3\n```")).toEqual([
      "  src/app.ts (lines 2 to 3 at v0.4)",
      "  2 │ const two = 2",
      "  3 │ const three = 'drei'",
    ])
  })

  test("break code that is too long at a blank, below what it belongs to", () => {
    const [, ...lines] = linesOf(`\`\`\`ts dev file=~/a.ts\n  const a = "${"word ".repeat(20)}"\n\`\`\``)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/^ {6}↪ word word/)
  })

  test("colour what the language knows", () => {
    const [, line] = linesOf("```ts dev file=~/a.ts\nconst a = 'b'\n```", COLOURED)
    expect(line).toContain("\u001b[35mconst\u001b[39m")
    expect(line).toContain("\u001b[32m'b'\u001b[39m")
  })

  test("dim output and set it apart", () => {
    expect(linesOf("```output\nhello\n```")).toEqual(["  │ hello"])
    expect(linesOf("```output\nhello\n```", COLOURED)[0]).toContain("\u001b[2mhello")
  })

  test("show a drawing without lines where there are none", () => {
    expect(linesOf("```text\n┌─► a\n```", { ...NARROW, unicode: false })).toEqual(["  +-> a"])
  })
})

describe("prose", () => {
  test("shows the address of a link beside its words, once", () => {
    expect(linesOf("[word](https://a.example) and https://b.example and <ada@example.org>")).toEqual([
      "word <https://a.example> and https://b.example and ada@example.org",
    ])
  })

  test("keeps lists in lists below one another", () => {
    expect(linesOf("9. a\n10. b\n    - c\n\n      d")).toEqual([" 9. a", "10. b", "    • c", "", "      d"])
  })

  test("gives the columns of a table what they need, and breaks in the widest", () => {
    const table = `| a | b |\n| --- | --- |\n| x | ${"word ".repeat(30)} |\n| y | z |\n`
    const lines = linesOf(table, { ...NARROW, columns: 40 })
    expect(lines[0]).toBe("a  b")
    expect(lines.every((line) => stringWidth(line) <= 40)).toBe(true)
    expect(lines.at(-1)).toBe("y  z")
    const unbroken = `| a | b |\n| --- | --- |\n| ${"w ".repeat(40)} | \`a-word-of-18-here\` |\n`
    expect(linesOf(unbroken, { ...NARROW, columns: 60 })[2]).toMatch(/^(w )+ +`a-word-of-18-here`$/)
    expect(linesOf(table.replace(/word /g, ""), PLAIN)).toEqual(["- a: x; b:", "- a: y; b: z"])
  })
})

test("nothing that notes hold acts on the terminal", () => {
  const evil = "\u001b[2J\u202e\u0007\u009b31m"
  const text = [
    `text ${evil} \`code ${evil}\` [link ${evil}](https://a.example/${encodeURI("x")})`,
    `- item ${evil}`,
    `| a ${evil} |\n| --- |\n| b ${evil} |`,
    `\`\`\`sh dev reply="${evil}"\nls ${evil}\n\`\`\``,
    `\`\`\`ts dev file=~/${evil}\n// ${evil}\n\`\`\``,
    `\`\`\`output\n${evil}\n\`\`\``,
    `:::margin aside ${evil}\n${evil}\n:::`,
    `:::action open ${evil}\n${evil}\n:::`,
  ].join("\n\n")
  for (const options of [NARROW, WIDE, PLAIN, COLOURED, { ...WIDE, color: true }]) {
    const shown = renderChapter(chapterOf(text), options).lines.join("\n")
    expect(uncoloured(shown)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(shown).toContain("\\x1b[2J")
  }
})
