import { StringDecoder } from "node:string_decoder"
import type { RemoteShell, TerminalSize } from "../transport/ports.js"
import type { OwnTerminal } from "./own-terminal.js"
import { TerminalModes } from "./terminal-modes.js"

/** Hears what happens in a shell. */
export interface ShellListener {
  typed(text: string): void
  printed(text: string): void
  resized(size: TerminalSize): void
}

/**
 * Puts a shell on the person's terminal until it ends, and gives the terminal back in order, however it ended.
 * @returns the shell's exit status; undefined when it did not come to tell one
 */
export async function attach(
  shell: RemoteShell,
  terminal: OwnTerminal,
  { signal, listener }: { signal: AbortSignal; listener?: ShellListener | undefined },
): Promise<number | undefined> {
  const modes = new TerminalModes()
  // A character may be split over two chunks: those who read text get it whole, the terminal gets the bytes.
  const [typed, printed] = [new StringDecoder("utf8"), new StringDecoder("utf8")]
  const taken = terminal.take({
    onKeys: (keys) => {
      listener?.typed(typed.write(Buffer.from(keys)))
      if (shell.input.writable) shell.input.write(keys)
    },
    onResize: (size) => {
      shell.resize(size)
      listener?.resized(size)
    },
  })
  shell.output.on("data", (chunk: Buffer) => {
    const text = printed.write(chunk)
    modes.saw(text)
    if (!taken.write(chunk)) {
      shell.output.pause()
      taken.drained(() => shell.output.resume())
    }
    listener?.printed(text)
  })
  const hangUp = (): void => shell.kill()
  signal.addEventListener("abort", hangUp, { once: true })
  try {
    if (signal.aborted) hangUp()
    return (await shell.closed).exitCode
  } finally {
    signal.removeEventListener("abort", hangUp)
    taken.write(modes.undo())
    taken.giveBack()
  }
}
