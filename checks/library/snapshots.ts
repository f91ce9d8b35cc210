import type { Context } from "../../src/engine/context.js"
import { expect, pass, type Verdict } from "../../src/engine/verdict.js"
import type { VirtualMachine } from "./virtualbox.js"

/** Has a machine the snapshot that ends block 1? The short name of the notes counts as well. */
export function hasCompleteSnapshot(
  role: "dev" | "prod",
  { name, snapshots }: VirtualMachine,
  { settings }: Context,
): Verdict {
  const wanted = settings.snapshotComplete
  if (snapshots.some((each) => same(each, wanted))) return pass()
  const short = snapshots.find((each) => same(each, wanted.replace(/-complete$/i, "")))
  if (short !== undefined)
    return pass(
      `It is called ${short}: rename it with \`VBoxManage snapshot "${name}" edit ${short} --name ${wanted}\`.`,
    )
  return expect(false, {
    message: `The machine for ${role} has no snapshot ${wanted}.`,
    expected: wanted,
    actual: snapshots.join(", ") || "(no snapshot)",
  })
}

export function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.toLowerCase()
}
