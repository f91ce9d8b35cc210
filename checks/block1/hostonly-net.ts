import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { onVirtualBox } from "../library/on-virtualbox.js"
import { sharedNetwork } from "../library/shared-network.js"
import { virtualBox } from "../library/virtualbox.js"

const MASK = "255.255.255.0"

export default defineCheck({
  id: "b1.hostonly-net",
  title: "The laptop has a host-only network with the address of the course",
  host: "laptop",
  needs: ["b1.hypervisor"],
  probes: (context) => ({ box: virtualBox(context) }),
  judge: ({ box }, context) =>
    onVirtualBox(box.found, context, (found) => {
      const { laptopAddress } = context.settings
      const network = sharedNetwork(found, context)
      const evidence = {
        expected: `${laptopAddress} with ${MASK}`,
        actual:
          found.networks.map(({ name, address, mask }) => `${name}: ${address} with ${mask}`).join("; ") || "(none)",
      }
      return all(
        expect(found.networks.length > 0, {
          message: "VirtualBox has no host-only network.",
          ...evidence,
          hint: "Create one in the network manager: File, Tools, Network Manager.",
        }),
        expect(network !== undefined, {
          message: "No host-only network of the laptop has the address of the course.",
          ...evidence,
          hint: `The addresses of the course are fixed: set the network's to ${laptopAddress}.`,
        }),
        expect(network?.mask === MASK, {
          message: "The host-only network has another mask.",
          ...evidence,
          hint: `Set the mask to ${MASK}.`,
        }),
      )
    }),
  hint: "Edit the network in VirtualBox's network manager; its addresses are those of the course.",
})
