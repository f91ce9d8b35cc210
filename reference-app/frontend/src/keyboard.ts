import type { Announcer } from "./announcer.js"
import type { Drawing } from "./drawing.js"
import { START, describe, pressKey, toPoint, type KeyPenState } from "./key-pen.js"

/** A position is spoken when the cursor rests on it. */
const REST_MS = 300

/** Lets the arrow keys move a cursor over the focused field, and space or enter put the pen down and lift it. */
export function drawWithKeys(
  canvas: HTMLCanvasElement,
  cursor: HTMLElement,
  drawing: Drawing,
  announcer: Announcer,
): void {
  let state: KeyPenState = START

  const become = (next: KeyPenState): void => {
    if (next.down && !state.down) drawing.begin(toPoint(next))
    else if (next.down) drawing.extend(toPoint(next))
    else if (state.down) drawing.end()
    state = next
    cursor.style.setProperty("--column", String(state.column))
    cursor.style.setProperty("--row", String(state.row))
    cursor.classList.toggle("down", state.down)
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const next = pressKey(state, event.key, event.shiftKey)
    if (!next) return
    event.preventDefault()
    // A held space would put the pen down and lift it many times a second.
    if (event.repeat && next.down !== state.down) return
    become(next)
    announcer.say(describe(state), REST_MS)
  })
  // Whoever draws by mouse in between, or goes elsewhere, has let go of this pen.
  for (const elsewhere of ["blur", "pointerdown"] as const)
    canvas.addEventListener(elsewhere, () => become({ ...state, down: false }))
}
