import type { Context } from "../../src/engine/context.js"
import { sameNetwork } from "./network.js"
import type { SharedNetwork, VirtualBox } from "./virtualbox.js"

/** The host-only network with the laptop's address; the networks of macOS name the first address of a range instead. */
export function sharedNetwork({ networks }: VirtualBox, { settings }: Context): SharedNetwork | undefined {
  return networks.find(({ address, leases }) =>
    leases === undefined ? sameNetwork(address, settings.laptopAddress) : address === settings.laptopAddress,
  )
}
