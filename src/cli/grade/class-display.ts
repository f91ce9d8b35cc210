import { Ansis } from "ansis"
import stringWidth from "string-width"
import type { StudentRowOfRun } from "../../grading/run/run-row.js"
import { oneLine } from "../../reporters/escape.js"
import { colorLevel, columnsOf, unicodeOf } from "../streams.js"
import { classScreen } from "./class-screen.js"
import { isObserved, newTally, tallied, type ClassTally, type DisplayEvent } from "./class-tally.js"

const FRAME_MS = 125
const HIDE = "\u001b[?25l"
const SHOW = "\u001b[?25h"

/**
 * Shows a class in work on standard error: a table that is redrawn in place where a terminal shows it, else one plain line for each
 * student who is over.
 */
export class ClassDisplay {
  readonly #stream: NodeJS.WriteStream
  readonly #paint: Ansis
  readonly #unicode = unicodeOf()
  readonly #redraw = (): void => this.#draw()
  readonly #showCursor = (): void => void this.#stream.write(SHOW)
  #tally: ClassTally = newTally(0, 0)
  #drawn: string[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream
    this.#paint = new Ansis(colorLevel(stream) ? 1 : 0)
  }

  /** @param of how many were over before, and whether others do the work */
  start(total: number, of: { over?: number; watched?: boolean } = {}): void {
    this.#tally = newTally(total, performance.now(), of)
    if (!this.#stream.isTTY || process.env["TERM"] === "dumb") return
    this.#stream.write(HIDE)
    // However the process ends, the terminal gets its cursor back.
    process.once("exit", this.#showCursor)
    this.#stream.on("resize", this.#redraw)
    this.#timer = setInterval(this.#redraw, FRAME_MS)
    this.#timer.unref()
    this.#draw()
  }

  event(event: DisplayEvent): void {
    this.#tally = tallied(this.#tally, event, performance.now())
    if (event.kind !== "over") return
    if (!this.#timer) this.#stream.write(`[${this.#tally.over}/${this.#tally.total}] ${plainLine(event.row)}\n`)
    else if (!isObserved(event.row)) this.say(plainLine(event.row))
  }

  /** A line that stays. */
  say(text: string): void {
    if (!this.#timer) return void this.#stream.write(`${text}\n`)
    this.#stream.write(`${this.#home()}${text}\u001b[K\n\u001b[J`)
    this.#drawn = []
    this.#draw()
  }

  /** Takes the table away. */
  stop(): void {
    if (!this.#timer) return
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#stream.off("resize", this.#redraw)
    process.off("exit", this.#showCursor)
    this.#stream.write(`${this.#home()}\u001b[J${SHOW}`)
    this.#drawn = []
  }

  #draw(): void {
    if (!this.#timer) return
    const columns = columnsOf(this.#stream)
    const lines = classScreen(this.#tally, performance.now(), {
      paint: this.#paint,
      unicode: this.#unicode,
      columns,
      rows: this.#stream.rows,
    })
    // One write, and nothing is erased before its successor is there: no flicker.
    this.#stream.write(`${this.#home()}${lines.map((line) => `${line}\u001b[K\n`).join("")}\u001b[J`)
    this.#drawn = lines
  }

  /** Back to where the last picture began, which may wrap by now because the terminal became narrower. */
  #home(): string {
    const columns = columnsOf(this.#stream)
    const rows = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0)
    return rows === 0 ? "\r" : `\r\u001b[${Math.min(rows, this.#stream.rows - 1)}A`
  }
}

function plainLine(row: StudentRowOfRun): string {
  const who = oneLine(row.student)
  const why = row.problems.map(({ message }) => oneLine(message)).join(" ")
  const score =
    row.score && row.counts ? `${row.score.percent} % (${row.counts.pass} passed, ${row.counts.fail} failed)` : ""
  switch (row.state) {
    case "graded":
      return `${who}  ${score === "" ? "graded" : score}${why === "" ? "" : `  partly observed: ${why}`}`
    case "unobserved":
      return `${who}  not observed: ${why}`
    case "stopped":
      return `${who}  stopped`
    case "elsewhere":
      return `${who}  in work elsewhere`
    case "fault":
      return `${who}  a fault of course itself: ${why}`
  }
}
