import { defineCheck } from "../../src/engine/check.js"
import type { Context } from "../../src/engine/context.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { machine, onMachine, type MachineRole } from "../library/machine.js"
import { addresses, sameNetwork, show } from "../library/network.js"

export default defineCheck({
  id: "b1.adapter-hostonly",
  title: "Both machines have a second Ethernet interface, in the host-only network",
  host: "prod",
  probes: (context) => ({ dev: machine("dev", context), prod: machine("prod", context) }),
  judge: ({ dev, prod }, context) =>
    all(
      () => onMachine("prod", prod, "network", () => isSecond("prod", prod, context)),
      () => onMachine("dev", dev, "network", () => isSecond("dev", dev, context)),
    ),
  hint: "Adapter 2 of both machines is attached to the same host-only network: Settings, Network, while they are off.",
})

function isSecond(role: MachineRole, found: Facts, { settings }: Context): Verdict {
  const held = addresses(found)
  const inside = held.filter(({ address }) => sameNetwork(address, settings.laptopAddress))
  const evidence = {
    expected: `an address like ${settings.laptopAddress} on an interface of its own`,
    actual: show(held),
  }
  return all(
    expect(inside.length > 0, {
      message: `No interface of ${role} is in the host-only network.`,
      ...evidence,
      hint: `Is adapter 2 of ${role} attached to the host-only network, and not bridged or internal? Then look at its netplan file.`,
    }),
    expect(
      inside.some(({ ethernet, up }) => ethernet && up),
      {
        message: `The host-only address of ${role} is not on an Ethernet interface that is up.`,
        ...evidence,
        hint: `Is the cable of adapter 2 connected? \`ip link\` on ${role} shows the state.`,
      },
    ),
  )
}
