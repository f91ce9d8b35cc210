import { clipToField } from "./clip.js"
import type { Point, Stroke } from "./stroke.js"

/** The strokes on the field, with a way back and forth again. Clearing can be undone like a stroke. */
export class Drawing {
  #past: (readonly Stroke[])[] = []
  #present: readonly Stroke[] = []
  #future: (readonly Stroke[])[] = []
  #growing: { paths: Point[][]; last: Point } | undefined
  readonly #changed: () => void

  /** @param changed called after every change of what is on the field */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** What is on the field, including the stroke that is being drawn. */
  get strokes(): readonly Stroke[] {
    return this.#growing ? [...this.#present, this.#growing.paths] : this.#present
  }

  get isEmpty(): boolean {
    return this.strokes.length === 0
  }

  get canUndo(): boolean {
    return this.#past.length > 0 || this.#growing !== undefined
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Puts the pen down; a stroke that was still being drawn ends here. */
  begin(point: Point): void {
    this.end()
    this.#growing = { paths: [[point]], last: point }
    this.#changed()
  }

  /** Moves the pen that is down. It may leave the field and come back: the way outside leaves no ink. */
  extend(point: Point): void {
    if (!this.#growing) return
    const { paths, last } = this.#growing
    this.#growing.last = point
    const piece = clipToField(last, point)
    if (!piece) return
    const [from, to] = piece
    if (from === last && paths.at(-1)?.at(-1) === last) paths.at(-1)?.push(to)
    else paths.push([from, to])
    this.#changed()
  }

  /** Lifts the pen. */
  end(): void {
    if (!this.#growing) return
    const { paths } = this.#growing
    this.#growing = undefined
    this.#step([...this.#present, paths])
  }

  undo(): void {
    this.end()
    const previous = this.#past.pop()
    if (!previous) return
    this.#future.push(this.#present)
    this.#present = previous
    this.#changed()
  }

  redo(): void {
    const next = this.#future.pop()
    if (!next) return
    this.#past.push(this.#present)
    this.#present = next
    this.#changed()
  }

  clear(): void {
    this.end()
    if (!this.isEmpty) this.#step([])
  }

  #step(next: readonly Stroke[]): void {
    this.#past.push(this.#present)
    this.#present = next
    this.#future = []
    this.#changed()
  }
}
