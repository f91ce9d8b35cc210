import { make } from "./page.js"

const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]

/** The stored reading that can be corrected. */
export interface Correctable {
  readonly id: number
  readonly prediction: string
}

/** "That was wrong, it is a …": one button per digit, for the reading that was stored last. */
export class Correction {
  readonly #fieldset: HTMLFieldSetElement
  readonly #legend: HTMLElement
  readonly #buttons: HTMLButtonElement[]
  #subject: Correctable | undefined

  /** @param choose called with the digit that the drawing really shows */
  constructor(
    fieldset: HTMLFieldSetElement,
    legend: HTMLElement,
    buttons: HTMLElement,
    choose: (subject: Correctable, label: string) => void,
  ) {
    this.#fieldset = fieldset
    this.#legend = legend
    this.#buttons = DIGITS.map((label) => {
      const button = make("button", "", label)
      button.type = "button"
      button.addEventListener("click", () => {
        if (this.#subject && button.ariaDisabled !== "true") choose(this.#subject, label)
      })
      return button
    })
    buttons.append(...this.#buttons)
  }

  /** Offers to correct this reading; nothing is offered when it cannot be corrected. */
  offer(subject: Correctable | undefined): void {
    this.#subject = subject
    this.#fieldset.hidden = subject === undefined
    if (!subject) return
    this.#legend.textContent = `Read as ${subject.prediction}. That was wrong, it is a\u00a0…`
    this.#mark(subject.prediction, undefined)
  }

  /** Shows which digit the service has noted. Another one can still be chosen. */
  noted(subject: Correctable, label: string): void {
    if (this.#subject?.id !== subject.id) return
    this.#legend.textContent = `Read as ${subject.prediction}, corrected to ${label}. Or is it a\u00a0…`
    this.#mark(label, label)
  }

  #mark(excluded: string, chosen: string | undefined): void {
    for (const button of this.#buttons) {
      button.ariaDisabled = String(button.textContent === excluded)
      button.ariaPressed = String(button.textContent === chosen)
    }
  }
}
