import type { Classification } from "./answers.js"
import { make } from "./page.js"

/** The scores as a table with a bar in every row. Rows are kept between readings, so that bars grow instead of jumping. */
export class ScoreTable {
  readonly #body: HTMLTableSectionElement
  readonly #percent: (share: number) => string

  constructor(body: HTMLTableSectionElement, percent: (share: number) => string) {
    this.#body = body
    this.#percent = percent
  }

  /** One row per label of this answer: which labels there are, and how many, is the model's business. */
  show({ prediction, scores }: Classification): void {
    const labels = Object.keys(scores)
    if (labels.join() !== [...this.#body.rows].map(({ dataset }) => dataset["label"]).join())
      this.#body.replaceChildren(...labels.map(emptyRow))
    labels.forEach((label, index) => {
      const row = this.#body.rows[index]
      const value = row?.querySelector("data")
      if (!row || !value) return
      const score = scores[label] ?? 0
      row.classList.toggle("best", label === prediction)
      row.style.setProperty("--share", String(score))
      value.value = String(score)
      value.textContent = this.#percent(score)
    })
  }

  clear(): void {
    for (const row of this.#body.rows) {
      row.classList.remove("best")
      row.style.setProperty("--share", "0")
      const value = row.querySelector("data")
      if (value) [value.value, value.textContent] = ["", "–"]
    }
  }
}

function emptyRow(label: string): HTMLTableRowElement {
  const heading = make("th", "", label)
  heading.scope = "row"
  const bar = make("span", "bar")
  bar.ariaHidden = "true"
  const row = make("tr", "", heading, make("td", "", make("div", "score", bar, make("data", "", "–"))))
  row.dataset["label"] = label
  return row
}
