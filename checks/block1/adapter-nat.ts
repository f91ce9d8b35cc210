import { defineCheck } from "../../src/engine/check.js"
import type { Context } from "../../src/engine/context.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { machine, onMachine, type MachineRole } from "../library/machine.js"
import { addresses, sameNetwork, waysOut } from "../library/network.js"
import { packageMirror } from "../library/package-mirror.js"

export default defineCheck({
  id: "b1.adapter-nat",
  title: "Both machines reach the package mirrors, not through the host-only network",
  host: "prod",
  probes: (context) => ({
    dev: machine("dev", context),
    devMirror: packageMirror("dev"),
    prod: machine("prod", context),
    prodMirror: packageMirror("prod"),
  }),
  judge: ({ dev, devMirror, prod, prodMirror }, context) =>
    all(
      () => onMachine("prod", prod, "network", () => leadsOut("prod", prod, prodMirror, context)),
      () => onMachine("dev", dev, "network", () => leadsOut("dev", dev, devMirror, context)),
    ),
  hint: "Adapter 1 of both machines is attached to NAT; the second one is for the host-only network.",
})

function leadsOut(role: MachineRole, found: Facts, mirror: Facts, { settings }: Context): Verdict {
  const [way] = waysOut(found)
  const inside = addresses(found).filter(({ address }) => sameNetwork(address, settings.laptopAddress))
  return all(
    expect(way !== undefined, {
      message: `${role} has no way out of the host-only network.`,
      expected: "a default route through the NAT adapter",
      actual: "no default route",
    }),
    expect(!inside.some(({ device }) => device === way), {
      message: `The way out of ${role} leads through the host-only network.`,
      expected: "a default route through the NAT adapter",
      actual: `through ${way}`,
      hint: "The host-only network ends at the laptop: remove the gateway from its entry in the netplan file.",
    }),
    expect(mirror.has("answered"), {
      message: mirror.has("source")
        ? `No package mirror answers ${role}.`
        : `${role} has no package sources that could be asked.`,
      expected: "an answer",
      actual: mirror.all("problem").at(-1) || mirror.all("source").join(", ") || "(no source)",
      hint: `Try \`sudo apt update\` on ${role}. Is adapter 1 attached to NAT, and is the cable connected?`,
    }),
  )
}
