import { emitKeypressEvents } from "node:readline"
import type { Front } from "../front.js"
import type { Command, Model } from "../model.js"
import { commandOf, type Key } from "./keys.js"
import { renderScreen, type Screen, type ScreenOptions } from "./screen.js"

const OPEN = "\u001b[?1049h\u001b[?25l\u001b[2J"
const CLOSE = "\u001b[0m\u001b[?25h\u001b[?1049l"

export interface TerminalFrontOptions extends Omit<ScreenOptions, "size" | "text" | "chapter"> {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
  /** The text of a step in lines of a width. */
  text: (step: string, width: number) => readonly string[]
  chapter: (columns: number) => { lines: readonly string[]; places: ReadonlyMap<string, number> }
}

/** The runner on a terminal of its own screen, which is given back whatever happens. */
export class TerminalFront implements Front {
  readonly #options: TerminalFrontOptions
  #onCommand: (command: Command) => void = () => undefined
  #model: Model | undefined
  #drawn: string[] = []
  #screen: Pick<Screen, "least" | "furthest" | "page"> = { least: 0, furthest: 0, page: 10 }
  #open = false
  readonly #onKey = (_text: string | undefined, key: Key): void => this.#pressed(key)
  readonly #onResize = (): void => this.#redraw()
  readonly #restore = (): void => this.#close()

  constructor(options: TerminalFrontOptions) {
    this.#options = options
  }

  start(onCommand: (command: Command) => void): void {
    this.#onCommand = onCommand
    // Also where nothing else gets to run: at the end of the process, and before an error is printed that nobody caught.
    process.on("exit", this.#restore)
    process.on("uncaughtExceptionMonitor", this.#restore)
    emitKeypressEvents(this.#options.input)
    this.resume()
  }

  show(model: Model): void {
    this.#model = model
    if (this.#open) this.#draw()
  }

  suspend(): void {
    this.#close()
  }

  resume(): void {
    if (this.#open) return
    const { input, output } = this.#options
    this.#open = true
    input.setRawMode(true)
    input.resume()
    input.on("keypress", this.#onKey)
    output.on("resize", this.#onResize)
    output.write(OPEN)
    this.#drawn = []
    if (this.#model) this.#draw()
  }

  stop(): void {
    this.#close()
    process.off("exit", this.#restore)
    process.off("uncaughtExceptionMonitor", this.#restore)
  }

  #pressed(key: Key): void {
    if (!this.#model) return
    const { least, furthest, page } = this.#screen
    const command = commandOf(key, this.#model, Math.max(1, page - 1))
    if (!command) return
    if (command.name !== "scroll") return this.#onCommand(command)
    // Past its ends the text does not move, and hence need not be moved back from there.
    const from = Math.min(Math.max(this.#model.scroll, least), furthest)
    const to = Math.min(Math.max(from + command.by, least), furthest)
    if (to !== this.#model.scroll) this.#onCommand({ name: "scroll", by: to - this.#model.scroll })
  }

  #draw(): void {
    const { output, text, chapter, style, render } = this.#options
    const model = this.#model
    if (!model) return
    const size = { columns: output.columns || 80, rows: output.rows || 24 }
    const step = model.outline.steps[model.at]?.id
    const screen: Screen = renderScreen(model, {
      size,
      style,
      render,
      text: (width) => (step === undefined ? [] : text(step, width)),
      chapter: (columns) => {
        const { lines, places } = chapter(columns)
        return { lines, place: places.get(step ?? "") ?? 0 }
      },
    })
    this.#screen = screen
    const changed = screen.lines.flatMap((line, row) =>
      line === this.#drawn[row] ? [] : [`\u001b[${row + 1};1H\u001b[2K${line}\u001b[0m`],
    )
    if (changed.length > 0) output.write(changed.join(""))
    this.#drawn = screen.lines
  }

  #redraw(): void {
    this.#drawn = []
    this.#options.output.write("\u001b[2J")
    this.#draw()
  }

  #close(): void {
    if (!this.#open) return
    this.#open = false
    const { input, output } = this.#options
    input.off("keypress", this.#onKey)
    output.off("resize", this.#onResize)
    input.setRawMode(false)
    input.pause()
    output.write(CLOSE)
  }
}
