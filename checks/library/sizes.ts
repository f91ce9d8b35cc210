import type { Context } from "../../src/engine/context.js"
import { Unobserved } from "../../src/engine/probe.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"
import { onMachine, other, type MachineRole } from "./machine.js"

/** The kernel keeps a part of the memory for itself. */
const SEEN = 0.9

interface Size {
  /** In a sentence: "memory". */
  what: string
  has: (found: Facts) => number
  wants: (role: MachineRole, context: Context) => number
  show: (size: number) => string
}

export const CPUS: Size = {
  what: "processors",
  has: (found) => found.number("cpus"),
  wants: (role, { settings }) => settings[`${role}Cpus`],
  show: (size) => `${size}`,
}

/** In MiB. */
export const MEMORY: Size = {
  what: "memory",
  has: (found) => Math.round(found.number("memory") / 1024),
  wants: (role, { settings }) => Math.floor(SEEN * settings[`${role}MemoryMiB`]),
  show: (size) => `${size} MiB`,
}

/** In bytes: the largest disk as a whole, whatever the file systems on it use. */
export const DISK: Size = {
  what: "disk",
  has: (found) => {
    const sizes = found.all("disk").map(Number)
    if (sizes.length === 0) throw new Unobserved("lsblk names no disk.")
    return Math.max(...sizes)
  },
  wants: (role, { settings }) => settings[`${role}DiskGB`] * 1e9,
  show: (size) => `${(size / 1e9).toFixed(1)} GB`,
}

/** Has a machine the size it was to be created with? Tells when the two machines got each other's. */
export function hasSize(
  { what, has, wants, show }: Size,
  role: MachineRole,
  found: Facts,
  peer: Facts | undefined,
  context: Context,
): Verdict {
  return onMachine(role, found, what, () => {
    const [size, wanted] = [has(found), wants(role, context)]
    const exchanged =
      peer !== undefined && wanted > wants(other(role), context) && size < wanted && sizeOf(peer, has) >= wanted
    const evidence = { expected: `at least ${show(wanted)}`, actual: show(size) }
    return all(
      expect(!exchanged, {
        message: `dev and prod have each other's ${what}.`,
        ...evidence,
        hint: "Compare the two definitions in the hypervisor: dev is the larger one.",
      }),
      expect(size >= wanted, { message: `${role} has too little: ${what} ${show(size)}.`, ...evidence }),
    )
  })
}

function sizeOf(peer: Facts, has: Size["has"]): number {
  try {
    return has(peer)
  } catch (error) {
    if (error instanceof Unobserved) return 0
    throw error
  }
}
