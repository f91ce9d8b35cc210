import { defineCheck } from "../../src/engine/check.js"
import type { Context } from "../../src/engine/context.js"
import { all, consequenceOf, expect, pass, type Verdict } from "../../src/engine/verdict.js"
import { lenient, type Facts } from "../library/command.js"
import { machine, type MachineRole } from "../library/machine.js"
import { addresses, sameNetwork } from "../library/network.js"
import { onVirtualBox } from "../library/on-virtualbox.js"
import { sharedNetwork } from "../library/shared-network.js"
import { virtualBox } from "../library/virtualbox.js"

/** The machines are asked as well: an address that was leased tells more than any list of servers. */
export default defineCheck({
  id: "b1.dhcp-off",
  title: "Nobody leases addresses in the host-only network",
  host: "laptop",
  needs: ["b1.hypervisor"],
  probes: (context) => ({
    box: virtualBox(context),
    dev: lenient(machine("dev", context)),
    prod: lenient(machine("prod", context)),
  }),
  judge: ({ box, dev, prod }, context) =>
    all(isKept("dev", dev, context), isKept("prod", prod, context), () =>
      onVirtualBox(box.found, context, (found) => {
        const network = sharedNetwork(found, context)
        if (!network) return consequenceOf("b1.hostonly-net")
        return expect(network.leases !== true, {
          message: "The DHCP server of the host-only network is switched on.",
          expected: "DHCP disabled",
          actual: `enabled for ${network.name}`,
        })
      }),
    ),
  hint: "Network manager, DHCP server: take the tick away. Otherwise machines get a second address, or one that changes.",
})

function isKept(role: MachineRole, found: Facts | undefined, { settings }: Context): Verdict {
  if (!found?.has("interfaces")) return pass()
  const leased = addresses(found).find(
    ({ address, forever }) => sameNetwork(address, settings.laptopAddress) && !forever,
  )
  return expect(leased === undefined, {
    message: `${role} has leased an address in the host-only network.`,
    expected: "an address for ever",
    actual: `${leased?.address} on ${leased?.device}, for a time`,
    hint: `Switch DHCP off in the network, and set \`dhcp4: false\` in the netplan file on ${role}.`,
  })
}
