import { Announcer } from "./announcer.js"
import { Correction } from "./correction.js"
import { Drawing } from "./drawing.js"
import { Field, whenColoursChange } from "./field.js"
import { formatsFor } from "./format.js"
import { HistoryList } from "./history.js"
import { drawWithKeys } from "./keyboard.js"
import { element } from "./page.js"
import { drawWithPointers } from "./pen.js"
import { rasterise } from "./rasterise.js"
import { Reading } from "./reading.js"
import { Session } from "./session.js"
import { listenForShortcuts } from "./shortcuts.js"

// The one place that knows all parts of the page and puts them together.
const canvas = element("field", HTMLCanvasElement)
const form = element("drawing", HTMLFormElement)
const announcer = new Announcer(element("announcements", HTMLElement))
const formats = formatsFor(navigator.language)

const field = new Field(canvas, element("room", HTMLElement), form, rasterise([]))
const drawing = new Drawing(() => session.drawingChanged())
const session: Session = new Session({
  drawing,
  announcer,
  formats,
  field,
  reading: new Reading(formats),
  history: new HistoryList(element("entries", HTMLElement), element("history-note", HTMLElement), formats),
  correction: new Correction(
    element("correction", HTMLFieldSetElement),
    element("correction-legend", HTMLElement),
    element("correction-digits", HTMLElement),
    (subject, label) => void session.correct(subject, label),
  ),
  buttons: {
    undo: element("undo", HTMLButtonElement),
    redo: element("redo", HTMLButtonElement),
    clear: element("clear", HTMLButtonElement),
    submit: element("submit", HTMLButtonElement),
  },
  message: element("message", HTMLElement),
})

drawWithPointers(canvas, field, drawing)
drawWithKeys(canvas, element("cursor", HTMLElement), drawing, announcer)
whenColoursChange(() => session.repaint())
for (const command of ["undo", "redo", "clear"] as const)
  element(command, HTMLButtonElement).addEventListener("click", () => drawing[command]())
form.addEventListener("submit", (event) => {
  event.preventDefault()
  void session.submit()
})
listenForShortcuts(canvas, {
  undo: () => drawing.undo(),
  redo: () => drawing.redo(),
  clear: () => drawing.clear(),
  submit: () => form.requestSubmit(),
})
element("history-refresh", HTMLButtonElement).addEventListener("click", () => void session.refreshHistory())
session.drawingChanged()
void session.refreshHistory()
