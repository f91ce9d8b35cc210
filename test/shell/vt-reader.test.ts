import { describe, expect, it } from "vitest"
import { VtReader, type VtToken } from "../../src/shell/vt-reader.js"

const OUTPUT =
  "täxt\x1b[1;31mred\x1b[0m\r\n\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1bP1$r0m\x1b\\c\x1b(Bd\x1b7\x9b2Je\x1b[?25lf😀"

function merged(tokens: readonly VtToken[]): string[] {
  const parts: string[] = []
  let text = ""
  for (const { kind, raw } of tokens) {
    if (kind === "text") text += raw
    else {
      if (text !== "") parts.push(`text ${text}`)
      text = ""
      parts.push(`${kind} ${JSON.stringify(raw)}`)
    }
  }
  return text === "" ? parts : [...parts, `text ${text}`]
}

describe("VtReader", () => {
  it("tells text, controls and sequences apart, and keeps nothing of strings", () => {
    expect(merged(new VtReader().push(OUTPUT))).toEqual([
      "text täxt",
      String.raw`csi "\u001b[1;31m"`,
      "text red",
      String.raw`csi "\u001b[0m"`,
      String.raw`control "\r"`,
      String.raw`control "\n"`,
      'string ""',
      "text a",
      'string ""',
      "text b",
      'string ""',
      "text c",
      String.raw`escape "\u001b(B"`,
      "text d",
      String.raw`escape "\u001b7"`,
      String.raw`csi "\u001b[2J"`,
      "text e",
      String.raw`csi "\u001b[?25l"`,
      "text f😀",
    ])
  })

  it("reads the same whatever way output is cut", () => {
    const whole = merged(new VtReader().push(OUTPUT))
    for (let cut = 1; cut < OUTPUT.length; cut++) {
      const reader = new VtReader()
      expect(
        merged([...reader.push(OUTPUT.slice(0, cut)), ...reader.push(OUTPUT.slice(cut))]),
        `cut at ${cut}`,
      ).toEqual(whole)
    }
  })

  it("goes on after a sequence without end or sense", () => {
    expect(merged(new VtReader().push(`\x1b[${"1;".repeat(500)}mtext`))).toEqual(['string ""', "text text"])
    expect(merged(new VtReader().push("\x1b[12\x18text"))).toEqual(["text text"])
    expect(merged(new VtReader().push("\x1b]0;never\x1b[31mtext"))).toEqual([
      'string ""',
      String.raw`csi "\u001b[31m"`,
      "text text",
    ])
  })
})
