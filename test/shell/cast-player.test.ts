import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import type { OwnTerminal } from "../../src/shell/own-terminal.js"
import { playCast } from "../../src/shell/recording/cast-player.js"
import type { CastEvent } from "../../src/shell/recording/cast.js"
import { fakeTerminal } from "./fake-terminal.js"

async function* of(...events: CastEvent[]): AsyncGenerator<CastEvent> {
  yield* events
}

function play(terminal: OwnTerminal, events: AsyncIterable<CastEvent>, more: object = {}): Promise<boolean> {
  return playCast(events, { terminal, speed: 1, signal: new AbortController().signal, ...more })
}

describe("playCast", () => {
  it("shows what was shown, in the time it took, and gives the terminal back", async () => {
    const terminal = fakeTerminal()
    const began = performance.now()
    expect(await play(terminal, of([0, "o", "a"], [0.1, "i", "x"], [0.2, "o", "b"], [0.2, "r", "1x1"]))).toBe(true)
    expect(performance.now() - began).toBeGreaterThan(190)
    expect(terminal.shown()).toBe("ab\x1b[0m\r\n")
    expect(terminal.taken).toBe(false)
  })

  it("plays faster, and cuts pauses short", async () => {
    const began = performance.now()
    await play(fakeTerminal(), of([0, "o", "a"], [100, "o", "b"], [200, "o", "c"]), { speed: 10, idleLimit: 0.5 })
    expect(performance.now() - began).toBeGreaterThan(90)
    expect(performance.now() - began).toBeLessThan(1000)
  })

  it("holds at the space bar and goes on at the next", async () => {
    const terminal = fakeTerminal()
    const playing = play(terminal, of([0, "o", "a"], [0.1, "o", "b"]))
    await sleep(20)
    terminal.press(" ")
    await sleep(200)
    expect(terminal.shown()).toBe("a")
    terminal.press(" ")
    expect(await playing).toBe(true)
    expect(terminal.shown()).toContain("ab")
  })

  it.each(["q", "\x03"])("ends at once at %j, also while it is held", async (key) => {
    const terminal = fakeTerminal()
    const playing = play(terminal, of([0, "o", "a"], [1e9, "o", "b"]))
    await sleep(20)
    terminal.press(" ")
    terminal.press(key)
    expect(await playing).toBe(false)
    expect(terminal.shown()).not.toContain("b")
    expect(terminal.taken).toBe(false)
  })

  it("ends when it is aborted", async () => {
    const terminal = fakeTerminal()
    const controller = new AbortController()
    const playing = play(terminal, of([0, "o", "a"], [1e9, "o", "b"]), { signal: controller.signal })
    await sleep(20)
    controller.abort()
    expect(await playing).toBe(false)
    expect(terminal.taken).toBe(false)
  })

  it("gives the terminal back when the recording is broken", async () => {
    async function* broken(): AsyncGenerator<CastEvent> {
      yield [0, "o", "\x1b[?1049hscreen"]
      throw new Error("broken")
    }
    const terminal = fakeTerminal()
    await expect(play(terminal, broken())).rejects.toThrow("broken")
    expect(terminal.shown()).toContain("\x1b[?1049l")
    expect(terminal.taken).toBe(false)
  })

  it("passes on nothing that acts on a terminal, also when it is split over events", async () => {
    const terminal = fakeTerminal()
    await play(terminal, of([0, "o", "a\x1b]52;c;"], [0, "o", "cm0=\x07b\x1b[6n"]))
    expect(terminal.shown()).toBe("ab\x1b[0m\r\n")
  })
})
