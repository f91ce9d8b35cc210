import type { Track } from "../../src/engine/context.js"

/** Blocks that a run without a choice does not replay, and why. Asked for by name, they are. */
export const leftOut: Readonly<Record<Track, Readonly<Record<string, string>>>> = {
  typescript: {},
  python: {},
}
