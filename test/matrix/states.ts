import type { LabState } from "../../src/lab/lab.js"

/** The states of a lab that are ends of blocks: the one at place N has blocks 1 to N behind it. */
export const STATES: readonly LabState[] = ["fresh", "B1-complete", "v0.1", "v0.2", "v0.3", "v0.4", "v0.5"]
