import type { Classification } from "./answers.js"
import type { Formats } from "./format.js"
import { paint } from "./field.js"
import { element } from "./page.js"
import type { Image } from "./rasterise.js"
import { ScoreTable } from "./scores.js"

/** The part of the page that says what the drawing is read as. */
export class Reading {
  readonly #panel = element("reading", HTMLElement)
  readonly #digit = element("digit", HTMLElement)
  readonly #confidence = element("confidence", HTMLDataElement)
  readonly #note = element("reading-note", HTMLElement)
  readonly #seen = element("seen", HTMLCanvasElement)
  readonly #scores: ScoreTable
  readonly #formats: Formats

  constructor(formats: Formats) {
    this.#formats = formats
    this.#scores = new ScoreTable(element("scores", HTMLTableSectionElement), formats.percent)
  }

  show(classification: Classification, note: string): void {
    const { prediction, confidence } = classification
    this.#panel.classList.add("read", "was-read")
    this.#digit.textContent = prediction
    this.#confidence.value = String(confidence)
    this.#confidence.textContent = this.#formats.percent(confidence)
    this.#scores.show(classification)
    this.note(note)
  }

  /** A word about the reading, such as where it is stored or why there is none. */
  note(text: string): void {
    this.#note.textContent = text
  }

  /** The image that the model gets to see. */
  showSeen(image: Image): void {
    paint(this.#seen, image)
  }

  clear(note: string): void {
    this.#panel.classList.remove("read")
    this.#digit.textContent = ""
    this.#confidence.value = ""
    this.#confidence.textContent = ""
    this.#scores.clear()
    this.note(note)
  }
}
