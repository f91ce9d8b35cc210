import type { TerminalSize } from "../../transport/ports.js"
import type { ShellListener } from "../attach.js"
import { TerminalModes } from "../terminal-modes.js"
import { VtReader } from "../vt-reader.js"
import type { CastWriter } from "./cast-writer.js"
import { EchoGate } from "./echo-gate.js"

/** Records a shell: all that it shows, and what is typed where the terminal shows it. */
export class ShellRecorder implements ShellListener {
  readonly #writer: CastWriter
  readonly #gate: EchoGate
  readonly #vt = new VtReader()
  readonly #modes = new TerminalModes()

  constructor(writer: CastWriter, { now = () => performance.now() }: { now?: () => number } = {}) {
    this.#writer = writer
    this.#gate = new EchoGate(now)
  }

  typed(text: string): void {
    // An editor does not show keys, it obeys them; what it makes of them is seen in its output.
    if (!this.#modes.fullScreen) this.#keep(this.#gate.typed(text))
  }

  printed(text: string): void {
    this.#writer.event("o", text)
    this.#modes.saw(text)
    this.#keep(this.#gate.printed(visibleText(this.#vt, text)))
  }

  resized({ columns, rows }: TerminalSize): void {
    this.#writer.event("r", `${columns}x${rows}`)
  }

  /** Closes the file, and says where it is or why it is not complete. */
  end(note: (line: string) => void): void {
    this.#writer.close()
    const { failure, file } = this.#writer
    note(failure ? `The recording is not complete. ${failure.message}` : `Recorded to ${file}: course replay ${file}`)
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) this.#writer.event("i", line)
  }
}

/** What of output stands on the screen as text, with its line feeds. */
function visibleText(vt: VtReader, text: string): string {
  return vt
    .push(text)
    .filter(({ kind, raw }) => kind === "text" || raw === "\n")
    .map(({ raw }) => raw)
    .join("")
}
