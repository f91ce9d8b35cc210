import type { OwnTerminal } from "../../src/shell/own-terminal.js"
import type { TerminalSize } from "../../src/transport/ports.js"

export interface FakeTerminal extends OwnTerminal {
  /** All that was written to it. */
  shown(): string
  /** Is it taken at this moment? */
  readonly taken: boolean
  press(keys: string): void
  resizeTo(size: TerminalSize): void
}

/** A terminal without a screen. */
export function fakeTerminal(): FakeTerminal {
  let shown = ""
  let taken = false
  let size: TerminalSize = { columns: 80, rows: 24 }
  let onKeys: ((keys: Uint8Array) => void) | undefined
  let onResize: ((size: TerminalSize) => void) | undefined
  return {
    term: "xterm-256color",
    size: () => size,
    shown: () => shown,
    get taken() {
      return taken
    },
    press: (keys) => onKeys?.(Buffer.from(keys)),
    resizeTo: (other) => {
      size = other
      onResize?.(other)
    },
    take: (listeners) => {
      taken = true
      ;({ onKeys, onResize } = listeners)
      return {
        write: (output) => {
          shown += typeof output === "string" ? output : Buffer.from(output).toString("utf8")
          return true
        },
        drained: (then) => then(),
        giveBack: () => {
          taken = false
          onKeys = undefined
          onResize = undefined
        },
      }
    },
  }
}
