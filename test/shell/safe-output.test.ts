import { describe, expect, it } from "vitest"
import { SafeOutput } from "../../src/shell/recording/safe-output.js"

const safe = (output: string): string => new SafeOutput().push(output)

describe("SafeOutput", () => {
  it.each([
    ["the clipboard", "\x1b]52;c;cm0gLXJmIH4K\x07"],
    ["the clipboard, ended the other way", "\x1b]52;c;cm0gLXJmIH4K\x1b\\"],
    ["the clipboard, with an eight-bit start", "\x9d52;c;cm0gLXJmIH4K\x9c"],
    ["a title", "\x1b]0;rm -rf ~\x07"],
    ["the report of the title", "\x1b[21t"],
    ["the size of the window", "\x1b[8;1;1t"],
    ["device attributes", "\x1b[c\x1b[0c\x1b[>c\x1b[=c\x1bZ\x9a"],
    ["the cursor's position", "\x1b[6n\x1b[?6n"],
    ["the state of a mode", "\x1b[?25$p\x1b[4$p"],
    ["the version", "\x1b[>q\x1b[>0q"],
    ["a device string", "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\"],
    ["colours asked for", "\x1b]11;?\x07\x1b]4;1;?\x07"],
    ["an application command, a privacy message", "\x1b_Ga=q;AAAA\x1b\\\x1b^x\x1b\\"],
    ["the answerback", "\x05"],
    ["the mouse, the focus, pasting", "\x1b[?1000h\x1b[?1003;1006h\x1b[?1004h\x1b[?2004h"],
    ["keyboard protocols", "\x1b[>4;2m\x1b[>1u\x1b[?u\x1b[=1u"],
    ["the printer", "\x1b[5i\x1b[?5i"],
    ["highlight tracking, which waits for an answer", "\x1b[1;2;3;4;5T"],
  ])("passes nothing of %s", (_, sequence) => {
    expect(safe(`before${sequence}after`)).toBe("beforeafter")
  })

  it("passes what draws unchanged", () => {
    const drawing =
      "plain ü 😀\r\n\ttab\b\x07\x1b[2J\x1b[H\x1b[12;40H\x1b[1;38;5;208mcolour\x1b[38:2::1:2:3mtrue\x1b[0m\x1b[K\x1b[2K" +
      "\x1b[?1049h\x1b[?25l\x1b[1;23r\x1bM\x1b7\x1b8\x1b(0lqk\x1b(B\x0e\x0f\x1b[3L\x1b[2M\x1b[4P\x1b[5@\x1b[6X\x1b[7d\x1b[8G\x1b[4b" +
      "\x1b[2 q\x1b[?25h\x1b[?1049l\x1b[s\x1b[u\x1b[S\x1b[2T\x1b[A\x1b[10B\x1b="
    expect(safe(drawing)).toBe(drawing)
  })

  it("takes from several modes those that draw", () => {
    expect(safe("\x1b[?1049;1000;25h")).toBe("\x1b[?1049;25h")
  })

  it("is not fooled by a sequence that comes in parts", () => {
    const output = new SafeOutput()
    expect([..."a\x1b]52;c;cm0=\x07b\x1b[6nc"].map((part) => output.push(part)).join("")).toBe("abc")
  })
})
