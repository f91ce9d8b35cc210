import { createInterface, type Interface } from "node:readline"
import { oneLine } from "../../reporters/escape.js"
import type { Front } from "../front.js"
import type { Command, Model } from "../model.js"
import { reportChanges, type PlainOptions } from "./report-changes.js"
import { wordsOf } from "./words.js"

export interface PlainFrontOptions extends PlainOptions {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
}

/** The runner in lines, for screen readers and pipes: prints the step, then what changes; hears words and Enter. */
export class PlainFront implements Front {
  readonly #options: PlainFrontOptions
  #onCommand: (command: Command) => void = () => undefined
  #lines: Interface | undefined
  #shown: Model | undefined

  constructor(options: PlainFrontOptions) {
    this.#options = options
  }

  start(onCommand: (command: Command) => void): void {
    this.#onCommand = onCommand
    this.#say(["Type help and Enter for the words that course understands."])
    this.resume()
  }

  show(model: Model): void {
    this.#say(reportChanges(this.#shown, model, this.#options))
    this.#shown = model
  }

  suspend(): void {
    const lines = this.#lines
    this.#lines = undefined
    lines?.close()
  }

  resume(): void {
    if (this.#lines) return
    const lines = createInterface({ input: this.#options.input, terminal: false })
    this.#lines = lines
    lines.on("line", (line) => this.#heard(line))
    // The end of the input is the end of the session, unless it was this front that closed the reader.
    lines.on("close", () => {
      if (this.#lines === lines) this.#onCommand({ name: "quit" })
    })
  }

  stop(): void {
    this.suspend()
  }

  #heard(line: string): void {
    if (!this.#shown) return
    const meant = wordsOf(line, this.#shown)
    if (meant === "step") this.#say(reportChanges(undefined, this.#shown, this.#options))
    else if (meant) this.#onCommand(meant)
    else this.#say([`"${oneLine(line).slice(0, 40)}" is no word that course understands here. Type help for all.`])
  }

  #say(lines: readonly string[]): void {
    if (lines.length > 0) this.#options.output.write(`${lines.join("\n")}\n`)
  }
}
