import type { VirtualMachine } from "./virtualbox.js"

/** Snapshot and image are made by one command; a busy laptop takes its time. */
const TOGETHER_S = 90

/**
 * Was a machine brought back to a snapshot? Each snapshot begins a new image of the disk, and so does each restoring: an image that
 * was made long after the snapshot before it and together with none is the trace of one. Undefined where the files' ages are unknown.
 */
export function restoredSince({ images, taken }: VirtualMachine): boolean | undefined {
  const later = images.filter(({ first }) => !first)
  if (taken.length === 0 || later.length === 0 || images.some(({ born }) => born === 0)) return undefined
  const first = Math.min(...taken)
  return later.some(({ born }) => born > first && taken.every((at) => Math.abs(at - born) > TOGETHER_S))
}
