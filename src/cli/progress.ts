import { Ansis } from "ansis"
import stringWidth from "string-width"
import type { Judged } from "../engine/judge.js"
import { resultOf } from "../engine/make-report.js"
import { oneLine } from "../reporters/escape.js"
import { symbols } from "../reporters/symbols.js"
import { colorLevel, unicodeOf, widthOf } from "./streams.js"

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const FRAME_MS = 100

/**
 * What happens, on standard error: a line that is redrawn where a terminal shows it, and lasting lines for what a person should
 * know. Without a terminal only the lasting lines are written, plainly.
 */
export class Progress {
  readonly #stream: NodeJS.WriteStream
  readonly #paint: Ansis
  readonly #unicode: boolean
  readonly #counts = { pass: 0, fail: 0, skip: 0, error: 0 }
  #timer: NodeJS.Timeout | undefined
  #doing = "Connecting"
  #frame = 0
  #done = 0
  #total = 0
  #paused = false

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
    this.#paint = new Ansis(colorLevel(stream) ? 1 : 0)
    this.#unicode = unicodeOf()
  }

  /** Begins to count up to `total` checks. */
  start(total: number): void {
    this.#total = total
    if (!this.#stream.isTTY || this.#timer) return
    this.#timer = setInterval(() => this.#draw(), FRAME_MS)
    // Only an ornament: it never keeps the process alive.
    this.#timer.unref()
  }

  /** What is going on now. */
  doing(what: string): void {
    this.#doing = what
    this.#draw()
  }

  /** A line that stays. */
  say(line: string): void {
    this.#clear()
    this.#stream.write(`${line}\n`)
    this.#draw()
  }

  /** A check got its verdict; a failure is told at once where somebody watches. */
  judged(judged: Judged): void {
    const { status, id, message } = resultOf(judged)
    this.#counts[status]++
    this.#done++
    if (status === "fail" && this.#stream.isTTY)
      this.say(this.#fit(`${this.#paint.red(symbols(this.#unicode).fail)} ${id}  ${oneLine(message ?? "")}`))
    else this.#draw()
  }

  /** Leaves the terminal to a question. */
  pause(): void {
    const running = this.#timer !== undefined
    this.stop()
    this.#paused = running
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.start(this.#total)
  }

  /** Takes the redrawn line away. */
  stop(): void {
    clearInterval(this.#timer)
    this.#clear()
    this.#timer = undefined
    this.#paused = false
  }

  #draw(): void {
    if (!this.#timer) return
    const { pass, fail, error } = this.#counts
    const marks = symbols(this.#unicode)
    const parts = [
      this.#unicode ? FRAMES[this.#frame++ % FRAMES.length] : "*",
      `${this.#done}/${this.#total}`,
      this.#paint.green(`${marks.pass} ${pass}`),
      ...(fail > 0 ? [this.#paint.red(`${marks.fail} ${fail}`)] : []),
      ...(error > 0 ? [this.#paint.yellow(`${marks.error} ${error}`)] : []),
      this.#paint.dim(this.#doing),
    ]
    this.#stream.write(`\r\u001b[2K${this.#fit(parts.join("  "))}`)
  }

  #clear(): void {
    if (this.#timer) this.#stream.write("\r\u001b[2K")
  }

  /** A line that wrapped could not be redrawn. */
  #fit(line: string): string {
    const width = widthOf(this.#stream) - 1
    if (stringWidth(line) <= width) return line
    const plain = this.#paint.strip(line)
    return `${[...plain].slice(0, width - 3).join("")}...`
  }
}
