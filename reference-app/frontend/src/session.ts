import type { Announcer } from "./announcer.js"
import type { Classification } from "./answers.js"
import type { Correctable, Correction } from "./correction.js"
import type { Drawing } from "./drawing.js"
import { ServiceFailure } from "./failure.js"
import type { Field } from "./field.js"
import type { Formats } from "./format.js"
import type { HistoryList } from "./history.js"
import { LiveReading } from "./live-reading.js"
import { normalise } from "./normalise.js"
import { pauseAfter } from "./pace.js"
import { rasterise, type Image } from "./rasterise.js"
import type { Reading } from "./reading.js"
import * as service from "./service.js"

/** The parts of the page that a session brings together. */
export interface SessionParts {
  readonly drawing: Drawing
  readonly field: Field
  readonly reading: Reading
  readonly history: HistoryList
  readonly correction: Correction
  readonly announcer: Announcer
  readonly formats: Formats
  readonly buttons: Readonly<Record<"undo" | "redo" | "clear" | "submit", HTMLButtonElement>>
  /** Where refusals and failures are written; an alert for screen readers. */
  readonly message: HTMLElement
}

const EMPTY = "Draw a digit, and its reading appears here."
const LIVE = "Read while you draw; not stored yet."
const NOTHING_DRAWN = "There is nothing to submit yet: draw a digit first."
/** How long the live reading leaves a service alone that does not answer. */
const TROUBLE_PAUSE_MS = 3000

/** One person at the page: what they draw is read, what they submit is stored, what was wrong is corrected. */
export class Session {
  readonly #parts: SessionParts
  readonly #live: LiveReading<Image, Classification>
  #submitting = false
  #spoken = ""

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#live = new LiveReading<Image, Classification>({
      ask: async (image, signal) => {
        const { classification, budget } = await service.preview(image, signal)
        return { reading: classification, pause: pauseAfter(budget) }
      },
      show: (classification) => this.#showLive(classification),
      failed: (error) => this.#liveFailed(error),
    })
  }

  /** Shows the drawing as it is now, and asks for its reading. */
  drawingChanged(): void {
    const { drawing, buttons, reading, message } = this.#parts
    enable(buttons.undo, drawing.canUndo)
    enable(buttons.redo, drawing.canRedo)
    enable(buttons.clear, !drawing.isEmpty)
    message.textContent = ""
    this.repaint()
    if (drawing.isEmpty) {
      this.#live.stop()
      this.#spoken = ""
      reading.clear(EMPTY)
    } else this.#live.want(normalise(drawing.strokes))
  }

  repaint(): void {
    const { drawing, field, reading } = this.#parts
    field.show(rasterise(drawing.strokes))
    reading.showSeen(normalise(drawing.strokes))
  }

  /** Stores the drawing's reading, unless there is none or one is on its way. */
  async submit(): Promise<void> {
    const { drawing, reading, correction, announcer, buttons, message, formats } = this.#parts
    if (this.#submitting) return
    drawing.end()
    if (drawing.isEmpty) return this.#alert(NOTHING_DRAWN)
    this.#submitting = true
    buttons.submit.ariaBusy = "true"
    message.textContent = ""
    this.#live.stop()
    const { strokes } = drawing
    try {
      const { classification, id } = await service.submit(normalise(strokes))
      const { prediction, confidence } = classification
      const stored = id === undefined ? "Stored; it can be corrected once it has a number." : `Stored as number ${id}.`
      // Whoever draws on in the meantime sees the reading of that.
      if (drawing.strokes === strokes) reading.show(classification, stored)
      correction.offer(id === undefined ? undefined : { id, prediction })
      announcer.say(`Stored: read as ${prediction}, ${formats.percent(confidence)} sure.`, 0)
      await this.refreshHistory()
    } catch (error) {
      this.#alert(textOf(error))
    } finally {
      this.#submitting = false
      buttons.submit.ariaBusy = null
    }
  }

  /** Says which digit a stored drawing shows. */
  async correct(subject: Correctable, label: string): Promise<void> {
    const { correction, announcer, message } = this.#parts
    message.textContent = ""
    try {
      await service.correct(subject.id, label)
      correction.noted(subject, label)
      announcer.say(`Noted: it is a ${label}.`, 0)
      await this.refreshHistory()
    } catch (error) {
      this.#alert(textOf(error))
    }
  }

  async refreshHistory(): Promise<void> {
    try {
      this.#parts.history.show(await service.readHistory())
    } catch (error) {
      this.#parts.history.failed(textOf(error))
    }
  }

  #showLive(classification: Classification): void {
    const { reading, announcer } = this.#parts
    reading.show(classification, LIVE)
    // Only another digit is news: its score changes with every line.
    if (classification.prediction === this.#spoken) return
    this.#spoken = classification.prediction
    announcer.say(`Looks like ${classification.prediction}`)
  }

  /** A missing live reading is no alarm: whoever submits gets to hear what is wrong. */
  #liveFailed(error: unknown): { pause: number; again: boolean } {
    const reason = error instanceof ServiceFailure ? error.reason : undefined
    const retryAfter = reason?.kind === "refused" ? reason.retryAfter : undefined
    if (retryAfter === undefined) {
      this.#parts.reading.note(`No live reading at the moment. ${textOf(error)}`)
      return { pause: TROUBLE_PAUSE_MS, again: false }
    }
    this.#parts.reading.note(`The live reading pauses for ${retryAfter} s. You can still submit.`)
    return { pause: retryAfter * 1000, again: true }
  }

  #alert(text: string): void {
    this.#parts.message.textContent = text
  }
}

/** Disabled in name only: a button that is really disabled loses the focus of whoever has just pressed it. */
function enable(button: HTMLButtonElement, enabled: boolean): void {
  button.ariaDisabled = String(!enabled)
}

/** @throws whatever is no failure of the service: that is a mistake of this page and belongs into the console */
function textOf(error: unknown): string {
  if (!(error instanceof ServiceFailure)) throw error
  return error.requestId === undefined ? error.message : `${error.message} (Request ${error.requestId})`
}
