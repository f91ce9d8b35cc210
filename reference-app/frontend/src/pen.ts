import type { Drawing } from "./drawing.js"
import type { Field } from "./field.js"
import { PEN_RADIUS, type Point } from "./stroke.js"

/** The button that draws: the left one, a finger, the tip of a pen. */
const MAIN_BUTTON = 0

/** Lets mouse, finger and pen draw on the field. One of them draws at a time; others are ignored until it is lifted. */
export function drawWithPointers(canvas: HTMLCanvasElement, field: Field, drawing: Drawing): void {
  let drawingPointer: number | undefined

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== MAIN_BUTTON || drawingPointer !== undefined) return
    drawingPointer = event.pointerId
    // The pen keeps drawing when it leaves the field and comes back with the button held.
    canvas.setPointerCapture(event.pointerId)
    drawing.begin(toPoint(event, field))
  })

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawingPointer) return
    // The browser hands over one event per frame; the positions in between make a fast line round.
    const between = event.getCoalescedEvents?.() ?? []
    for (const position of between.length > 0 ? between : [event]) drawing.extend(toPoint(position, field))
  })

  for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId !== drawingPointer) return
      drawingPointer = undefined
      drawing.end()
    })
  }
}

function toPoint(event: PointerEvent, field: Field): Point {
  return { ...field.cellAt(event.clientX, event.clientY), radius: PEN_RADIUS * widthOf(event) }
}

/** Only a pen feels how hard it is pressed: mouse and finger report a constant. */
function widthOf({ pointerType, pressure }: PointerEvent): number {
  return pointerType === "pen" && pressure > 0 ? 0.7 + 0.6 * pressure : 1
}
