import type { Context } from "../../src/engine/context.js"
import { all, consequenceOf, expect, pass, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "./command.js"
import { container, other, type MachineRole } from "./machine.js"
import { addresses, sameNetwork, show } from "./network.js"

/** The prefix of the network that laptop, dev and prod share. */
export const PREFIX = 24

export function addressOf(role: MachineRole, { settings }: Context): string {
  return role === "dev" ? settings.devAddress : settings.prodAddress
}

/** Does a machine hold its address, once and with the network's prefix? */
export function staticAddress(role: MachineRole, found: Facts, context: Context): Verdict {
  const wanted = addressOf(role, context)
  const others = addressOf(other(role), context)
  const held = addresses(found)
  const here = held.filter(({ address }) => sameNetwork(address, wanted))
  const own = held.filter(({ address }) => address === wanted)
  const evidence = { expected: `${wanted}/${PREFIX} on one interface`, actual: show(here) }
  return all(
    expect(own.length > 0 || !here.some(({ address }) => address === others), {
      message: `${role} has the address that belongs to ${other(role)}.`,
      ...evidence,
      hint: `A copied machine brings its address along: set ${wanted} in the netplan file on ${role}.`,
    }),
    () =>
      // Then the adapter is missing, and that is told where the adapter is looked at.
      here.length === 0 && container(found) === "" ? consequenceOf("b1.adapter-hostonly") : pass(),
    expect(own.length > 0, { message: `${role} does not have its address ${wanted}.`, ...evidence }),
    expect(
      own.some(({ prefix }) => prefix === PREFIX),
      {
        message: `The address of ${role} has the wrong prefix.`,
        ...evidence,
        hint: `Write ${wanted}/${PREFIX} in the netplan file: what follows the slash says which addresses are neighbours.`,
      },
    ),
    expect(own.length === 1, {
      message: `${role} holds its address more than once.`,
      ...evidence,
      hint: "Keep it on the interface of the host-only adapter, and remove the other entry.",
    }),
  )
}
