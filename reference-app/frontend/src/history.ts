import type { HistoryEntry } from "./answers.js"
import type { Formats } from "./format.js"
import { make } from "./page.js"

const MINUTE_MS = 60_000

/** The list of the newest readings. */
export class HistoryList {
  readonly #list: HTMLElement
  readonly #note: HTMLElement
  readonly #formats: Formats
  #entries: readonly HistoryEntry[] = []

  constructor(list: HTMLElement, note: HTMLElement, formats: Formats) {
    this.#list = list
    this.#note = note
    this.#formats = formats
    // "2 minutes ago" must not stand there for an hour.
    setInterval(() => this.#render(), MINUTE_MS / 2)
  }

  show(entries: readonly HistoryEntry[]): void {
    this.#entries = entries
    this.#note.textContent = entries.length === 0 ? "Nothing yet. The first digit that you submit appears here." : ""
    this.#render()
  }

  /** What is shown stays; the note says that it may be old. */
  failed(text: string): void {
    this.#note.textContent = `The history could not be read. ${text}`
  }

  #render(): void {
    const now = new Date()
    this.#list.replaceChildren(...this.#entries.map((entry) => toItem(entry, now, this.#formats)))
  }
}

function toItem(entry: HistoryEntry, now: Date, formats: Formats): HTMLLIElement {
  const created = new Date(entry.created_at)
  const time = make("time", "", `${formats.relative(created, now)}, ${formats.absolute(created, now)}`)
  time.dateTime = entry.created_at
  time.lang = formats.language
  const confidence = make("data", "", formats.percent(entry.confidence))
  confidence.value = String(entry.confidence)
  const about = make("span", "about", confidence, ` sure, ${entry.model_version}`)
  const item = make("li", "", make("span", "digits", ...digits(entry)), make("span", "facts", about, time))
  item.dataset["id"] = String(entry.id)
  return item
}

/** A corrected digit is struck out and the right one written beside it, as in a marked exercise book. */
function digits({ prediction, correct_label: correct }: HistoryEntry): Node[] {
  if (correct === undefined || correct === null) return [make("span", "digit", prediction)]
  if (correct === prediction) return [make("span", "digit", prediction), make("span", "right", "confirmed")]
  return [
    make("span", "unseen", "read as "),
    make("s", "digit", prediction),
    make("span", "unseen", ", corrected to "),
    make("ins", "digit", correct),
  ]
}
