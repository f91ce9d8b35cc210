import { describe, expect, it } from "vitest"
import {
  escapeMarkdown,
  escapeTap,
  escapeTerminal,
  escapeXml,
  markdownBlock,
  oneLine,
  safeJson,
} from "../../src/reporters/escape.js"

describe("escapeTerminal", () => {
  it.each([
    ["an escape sequence", "\u001b[2Jx", "\\x1b[2Jx"],
    ["a C1 control", "\u009b31m", "\\x9b31m"],
    ["NUL and bell", "a\u0000\u0007", "a\\x00\\x07"],
    ["a lone carriage return", "real\rfake", "real\\x0dfake"],
    ["a Windows line end", "a\r\nb", "a\nb"],
    ["a change of the reading direction", "\u202egpj", "\\u202egpj"],
    ["half a surrogate pair", "\ud83d!", "\\ud83d!"],
  ])("shows %s", (_what, text, wanted) => {
    expect(escapeTerminal(text)).toBe(wanted)
  })

  it("keeps letters of all scripts and emoji", () => {
    expect(escapeTerminal("Größe 日本 🚀")).toBe("Größe 日本 🚀")
  })
})

it("oneLine folds lines", () => {
  expect(oneLine(" a \n\n b\tc ")).toBe("a b    c")
})

it("escapeXml leaves no markup and no forbidden character", () => {
  expect(escapeXml("<a b='\"&\u0001\uffff]]>")).toBe("&lt;a b=&#39;&quot;&amp;\\x01\\uffff]]&gt;")
})

it("escapeMarkdown leaves no markup", () => {
  expect(escapeMarkdown("# *a* [b](http://c) <i> | `d`")).toBe("\\# \\*a\\* \\[b\\](http&#58;//c) &lt;i> \\| \\`d\\`")
  expect(escapeMarkdown("1. x")).toBe("1\\. x")
})

it("markdownBlock cannot be closed from inside", () => {
  expect(markdownBlock("````\n```").split("\n")[0]).toBe("`````text")
})

it("escapeTap leaves no directive", () => {
  expect(escapeTap("a # SKIP b")).toBe("a \\# SKIP b")
})

it("safeJson keeps the value", () => {
  const value = { a: "\u202e\u009b\u2028é" }
  expect(safeJson(value)).toMatch(/^[\x20-\x7eé]*$/)
  expect(JSON.parse(safeJson(value))).toEqual(value)
})
