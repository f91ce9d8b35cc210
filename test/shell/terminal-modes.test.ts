import { describe, expect, it } from "vitest"
import { TerminalModes } from "../../src/shell/terminal-modes.js"

describe("TerminalModes", () => {
  it("has nothing to undo but colours after plain output", () => {
    const modes = new TerminalModes()
    modes.saw("\x1b[31mred\r\n\x1b[H\x1b[?2004h$ ls\x1b[?2004l\r\n")
    expect(modes.undo()).toBe("\x1b[0m")
  })

  it("leaves the second screen, shows the cursor and stops the mouse that a program left behind", () => {
    const modes = new TerminalModes()
    modes.saw("\x1b[?1049h\x1b[?25l\x1b=\x1b[?1000;1006h")
    expect(modes.fullScreen).toBe(true)
    const undo = modes.undo()
    for (const part of ["\x1b[?1049l", "\x1b[?25h", "\x1b>", "\x1b[?1000l", "\x1b[?1006l"]) expect(undo).toContain(part)
  })

  it("reads sequences that are split anywhere", () => {
    const sequence = "\x1b[?1049h"
    for (let cut = 1; cut < sequence.length; cut++) {
      const modes = new TerminalModes()
      modes.saw(`text${sequence.slice(0, cut)}`)
      expect(modes.fullScreen).toBe(false)
      modes.saw(`${sequence.slice(cut)}more`)
      expect(modes.fullScreen, `cut after ${cut}`).toBe(true)
      modes.saw("\x1b[?1049l")
      expect(modes.fullScreen).toBe(false)
    }
  })
})
