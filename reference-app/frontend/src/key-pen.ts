import { PEN_RADIUS, SIDE, type Point } from "./stroke.js"

/** Where the keyboard's pen is, in cells, and whether it draws. */
export interface KeyPenState {
  readonly column: number
  readonly row: number
  readonly down: boolean
}

/** The diagonals are where a number pad has them. */
const DIRECTIONS: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-1, -1],
  PageUp: [1, -1],
  End: [-1, 1],
  PageDown: [1, 1],
}

const FAR = 4

/** The pen in the middle of the field, lifted. */
export const START: KeyPenState = { column: SIDE / 2 - 1, row: SIDE / 2 - 1, down: false }

/** Where a key leads from here; undefined for a key that means nothing to the pen. */
export function pressKey(state: KeyPenState, key: string, far: boolean): KeyPenState | undefined {
  if (key === " " || key === "Enter") return { ...state, down: !state.down }
  if (key === "Escape") return state.down ? { ...state, down: false } : undefined
  const direction = DIRECTIONS[key]
  if (!direction) return undefined
  const steps = far ? FAR : 1
  return {
    ...state,
    column: clamp(state.column + direction[0] * steps),
    row: clamp(state.row + direction[1] * steps),
  }
}

/** The middle of the cell that the pen is on. */
export function toPoint({ column, row }: KeyPenState): Point {
  return { x: column + 0.5, y: row + 0.5, radius: PEN_RADIUS }
}

/** What a screen reader says about the pen. */
export function describe({ column, row, down }: KeyPenState): string {
  return `Row ${row + 1}, column ${column + 1}, pen ${down ? "down" : "up"}`
}

function clamp(position: number): number {
  return Math.min(SIDE - 1, Math.max(0, position))
}
