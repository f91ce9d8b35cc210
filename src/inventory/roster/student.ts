import type { Track } from "../../engine/context.js"

/** A student as the gradebook keeps them. How their machines are reached stays in the roster. */
export interface Student {
  readonly id: string
  readonly name: string
  readonly email: string | undefined
  readonly group: string | undefined
  readonly track: Track
}
