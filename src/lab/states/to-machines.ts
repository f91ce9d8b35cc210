import { HOSTS } from "../spec.js"
import { environment, hands, knownHosts, type ProvisionOptions } from "./hands.js"
import * as scripts from "./machine-scripts.js"

/** Takes fresh hosts to the end of block 1: dev reaches prod by a key, and prod lets nobody in without one. */
export async function toMachines(options: ProvisionOptions): Promise<void> {
  const { dev, root } = hands(options)
  const { address, account } = HOSTS.prod
  const values = environment({
    KNOWN_HOSTS: await knownHosts(options.name, "prod"),
    PROD: `${account?.user}@${address}`,
    PROD_PASSWORD: account?.password ?? "",
  })
  options.onProgress(`Bringing the hosts to ${options.state}: keys`)
  await dev("making the workshop", scripts.DEV_WORKSHOP, "")
  await dev("installing dev's key on prod", scripts.DEV_PROD_KEY, values)
  await root.prod("closing the password login", scripts.PROD_KEYS_ONLY, "")
  await dev("logging in with the key", scripts.DEV_KEY_LOGIN, values)
}
