import { historyUpTo } from "../../reference/packed-history.js"
import { REMOTE_PULL, REMOTE_PUSH } from "../spec.js"
import { environment, hands, knownHosts, type ProvisionOptions } from "./hands.js"
import * as scripts from "./repository-scripts.js"
import { DEV_BUNDLE } from "./scripts.js"

/** Takes hosts at the end of block 1 to the end of block 2: one history on dev, hub and prod. */
export async function toRepository(options: ProvisionOptions): Promise<void> {
  const { dev, prod, root } = hands(options)
  const values = environment({
    ...{ TAG: "v0.1", REMOTE_PULL, REMOTE_PUSH },
    KNOWN_HOSTS: await knownHosts(options.name, "hub"),
  })
  options.onProgress(`Bringing the hosts to ${options.state}: identity, repository, clone`)
  const key = await dev("setting Git up", scripts.DEV_GIT, values)
  await root.hub("registering dev's key", scripts.HUB_KEY, key)
  await dev("receiving the history", DEV_BUNDLE, await historyUpTo(options.reference.pixelwise, "v0.1", options.signal))
  await dev("pushing to the hub", scripts.DEV_REPOSITORY, values)
  await root.prod("making the service's folder", scripts.PROD_FOLDER, "")
  await prod("cloning", scripts.PROD_CLONE, values)
}
