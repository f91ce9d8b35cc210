import type { Image } from "./rasterise.js"
import { SIDE } from "./stroke.js"

/**
 * The drawing field on the screen: a canvas of 28 x 28 pixels that the browser enlarges without smoothing. Its size is kept
 * at a whole number of the screen's own pixels per cell, so that all cells are equal and sharp at every zoom.
 */
export class Field {
  readonly #canvas: HTMLCanvasElement
  readonly #frame: HTMLElement
  #image: Image

  /**
   * @param room the element whose width the field may fill
   * @param frame the element that gets the sizes for the style sheet: --cell, and --hair for the thinnest line
   */
  constructor(canvas: HTMLCanvasElement, room: HTMLElement, frame: HTMLElement, empty: Image) {
    this.#canvas = canvas
    this.#frame = frame
    this.#image = empty
    new ResizeObserver(() => this.#fit(room)).observe(room)
    // Zooming, or moving to a screen of other density, may leave the room's width as it was.
    addEventListener("resize", () => this.#fit(room))
    this.#fit(room)
    whenColoursChange(() => this.show(this.#image))
  }

  show(image: Image): void {
    this.#image = image
    paint(this.#canvas, image)
  }

  /** Where something on the screen is on the field, in cells; outside the field it is below 0 or above 28. */
  cellAt(clientX: number, clientY: number): { x: number; y: number } {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect()
    return { x: ((clientX - left) / width) * SIDE, y: ((clientY - top) / height) * SIDE }
  }

  #fit(room: HTMLElement): void {
    const cell = Math.max(1, Math.floor((room.clientWidth * devicePixelRatio) / SIDE)) / devicePixelRatio
    const hair = Math.max(1, Math.floor(devicePixelRatio / 2)) / devicePixelRatio
    this.#frame.style.setProperty("--cell", `${cell}px`)
    this.#frame.style.setProperty("--hair", `${hair}px`)
  }
}

/** Paints an image in the canvas's own text colour; paper is left transparent. */
export function paint(canvas: HTMLCanvasElement, image: Image): void {
  const context = canvas.getContext("2d")
  if (!context) throw new Error("the browser has no two-dimensional canvas")
  context.clearRect(0, 0, SIDE, SIDE)
  context.fillStyle = getComputedStyle(canvas).color
  image.forEach((ink, index) => {
    context.globalAlpha = ink / 255
    if (ink > 0) context.fillRect(index % SIDE, Math.floor(index / SIDE), 1, 1)
  })
}

/** Calls back when the colours of the page change under it: light and dark, forced colours, paper. */
export function whenColoursChange(callback: () => void): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"])
    matchMedia(query).addEventListener("change", callback)
}
