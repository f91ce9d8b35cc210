import { readdir, rmdir } from "node:fs/promises"
import { execa } from "execa"
import { runTool } from "../run-tool.js"
import { GATEWAY, GUEST_INTERFACE, HOST_NAMES, type HostName } from "../spec.js"
import { guestName, guestNames, labNamespace, labOf } from "./names.js"

const NETNS_DIR = "/run/netns"
const BRIDGE = "br0"

/**
 * Makes the lab's network where missing: a namespace with a bridge (the laptop of the lab) and one namespace per guest, joined
 * by a pair of virtual cables. Both ends are born inside these namespaces: the machine's own never sees an interface or a route.
 */
export async function makeNetwork(lab: string, signal?: AbortSignal): Promise<void> {
  const ip = (...args: string[]) => runTool("ip", args, { purpose: `making the network of lab ${lab}`, signal })
  const present = await namespaces()
  const laptop = labNamespace(lab)
  if (!present.includes(laptop)) {
    await ip("netns", "add", laptop)
    await ip("-n", laptop, "link", "set", "lo", "up")
    await ip("-n", laptop, "link", "add", BRIDGE, "type", "bridge")
    await ip("-n", laptop, "addr", "add", `${GATEWAY.address}/${GATEWAY.prefix}`, "dev", BRIDGE)
    await ip("-n", laptop, "link", "set", BRIDGE, "up")
  }
  for (const host of HOST_NAMES) {
    const guest = guestName(lab, host)
    const port = portOf(host)
    if (present.includes(guest)) {
      await ip("-n", laptop, "link", "set", port, "up")
      continue
    }
    await ip("netns", "add", guest)
    await ip("-n", laptop, "link", "add", port, "type", "veth", "peer", "name", GUEST_INTERFACE, "netns", guest)
    await ip("-n", laptop, "link", "set", port, "master", BRIDGE, "up")
  }
}

/**
 * Takes the cable out of a guest that is off; `makeNetwork` puts it back. Its namespace outlives the guest and would go on refusing
 * connections for it, while a machine that is off is silent.
 */
export async function unplug(lab: string, host: HostName): Promise<void> {
  if (!(await namespaces()).includes(guestName(lab, host))) return
  await runTool("ip", ["-n", labNamespace(lab), "link", "set", portOf(host), "down"], {
    purpose: `unplugging ${host} of lab ${lab}`,
  })
}

/** The laptop's end of a guest's cable. */
const portOf = (host: HostName) => `to-${host}`

/** Ends what still runs in the lab's namespaces (proxy commands, mostly) and removes them. */
export async function removeNetwork(lab: string): Promise<void> {
  const present = await namespaces()
  for (const namespace of [...guestNames(lab), labNamespace(lab)]) {
    if (!present.includes(namespace)) continue
    for (const pid of await namespaceProcesses(namespace)) {
      try {
        process.kill(pid, "SIGKILL")
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error
      }
    }
    await runTool("ip", ["netns", "delete", namespace], { purpose: `removing the network of lab ${lab}` })
  }
  await removeEmptyFolder()
}

/** Labs that own a namespace. */
export async function labsWithNamespaces(): Promise<string[]> {
  return [...new Set((await namespaces()).flatMap((name) => labOf(name) ?? []))]
}

async function namespaces(): Promise<string[]> {
  try {
    return await readdir(NETNS_DIR)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

async function namespaceProcesses(namespace: string): Promise<number[]> {
  // A namespace whose making was cut off is an empty file: `ip` reports an error for it, and nothing can run in it.
  const { stdout, failed } = await execa("ip", ["netns", "pids", namespace], { reject: false, stdin: "ignore" })
  return failed
    ? []
    : stdout
        .split("\n")
        .map(Number)
        .filter((pid) => pid > 0 && pid !== process.pid)
}

/** `ip netns` mounts its folder onto itself with the first namespace; with the last one the mount can go. */
async function removeEmptyFolder(): Promise<void> {
  if ((await namespaces()).length > 0) return
  // Not mounted, or in use again by now: both are fine, the folder then belongs to somebody else.
  const { failed } = await execa("umount", [NETNS_DIR], { reject: false, stdin: "ignore" })
  if (failed) return
  try {
    await rmdir(NETNS_DIR)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== "ENOTEMPTY" && code !== "EBUSY" && code !== "ENOENT") throw error
  }
}
