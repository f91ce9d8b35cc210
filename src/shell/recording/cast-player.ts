import type { OwnTerminal } from "../own-terminal.js"
import { TerminalModes } from "../terminal-modes.js"
import type { CastEvent } from "./cast.js"
import { Playback } from "./playback.js"
import { SafeOutput } from "./safe-output.js"

export interface PlayOptions {
  terminal: OwnTerminal
  /** 2 is twice as fast. */
  speed: number
  /** No pause is longer, in seconds of the recording. */
  idleLimit?: number | undefined
  signal: AbortSignal
}

/**
 * Plays what a recording shows: the space bar holds it, q or Ctrl-C ends it.
 * @returns whether it was played to its end
 */
export async function playCast(
  events: AsyncIterable<CastEvent>,
  { terminal, speed, idleLimit = Infinity, signal }: PlayOptions,
): Promise<boolean> {
  const playback = new Playback()
  const [safe, modes] = [new SafeOutput(), new TerminalModes()]
  const taken = terminal.take({
    onKeys: (keys) => {
      for (const key of Buffer.from(keys).toString("latin1")) {
        if (key === " ") playback.togglePause()
        else if (key === "q" || key === "\x03") playback.stop()
      }
    },
    // What was recorded was drawn for one size, and that does not change.
    onResize: () => undefined,
  })
  const stop = (): void => playback.stop()
  signal.addEventListener("abort", stop, { once: true })
  try {
    let before = 0
    for await (const [at, kind, text] of events) {
      if (signal.aborted || playback.stopped) return false
      await playback.wait((Math.min(Math.max(0, at - before), idleLimit) / speed) * 1000)
      before = Math.max(before, at)
      if (playback.stopped) return false
      if (kind !== "o") continue
      const shown = safe.push(text)
      modes.saw(shown)
      if (!taken.write(shown)) await new Promise<void>((resolve) => taken.drained(resolve))
    }
    return true
  } finally {
    signal.removeEventListener("abort", stop)
    taken.write(`${modes.undo()}\r\n`)
    taken.giveBack()
  }
}
