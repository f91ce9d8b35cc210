import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import type { ExecRequest, GuestStatus, LabDriver } from "../driver.js"
import { labPaths } from "../paths.js"
import { poll } from "../poll.js"
import { HOST_NAMES, type HostName } from "../spec.js"
import { groupNames, groupProcesses, makeGroup, removeGroup } from "./cgroup.js"
import { enterArguments } from "./enter.js"
import { giveRoomBack, makeRoomForGuests } from "./inotify.js"
import { leaderOf } from "./leader.js"
import { guestName, guestNames, labNamespace, labOf } from "./names.js"
import { labsWithNamespaces, makeNetwork, removeNetwork, unplug } from "./network.js"
import { mountOverlay, unmountBelow } from "./overlay.js"
import { supervise } from "./supervise.js"

/** Signal that tells systemd as process 1 to power off: SIGRTMIN+4. */
const POWER_OFF = 38

/** Hosts as systemd-nspawn containers, each with its own systemd, on a network no other program of the machine can reach. */
export const nspawnDriver: LabDriver = {
  plan: (lab) => ({
    namespaces: [labNamespace(lab), ...guestNames(lab)],
    groups: guestNames(lab),
    mounts: HOST_NAMES.map((host) => labPaths(lab).host(host).root),
  }),
  network: makeNetwork,
  mount: (lab, host, layers) => mountOverlay(labPaths(lab).host(host), layers),
  unmount: (lab, host) => unmountBelow(labPaths(lab).host(host).dir),
  boot,
  halt,
  status: (lab) => Promise.all(HOST_NAMES.map((host) => guestStatus(lab, host))),
  enter,
  tidy,
  // With -v, nc says why there is no connection.
  proxyCommand: (lab) => `nsenter --net=/run/netns/${labNamespace(lab)} nc -v %h %p`,
  destroy,
  remains: async () => {
    const groups = (await groupNames()).flatMap((name) => labOf(name) ?? [])
    return [...new Set([...(await labsWithNamespaces()), ...groups])]
  },
}

async function boot(lab: string, host: HostName, signal?: AbortSignal): Promise<void> {
  const guest = guestName(lab, host)
  const paths = labPaths(lab)
  const { root, console: log } = paths.host(host)
  if (await leaderOf(guest)) return
  // A supervisor without a guest is what an interrupted boot leaves: end it first, or two would start the same root.
  await removeGroup(guest)
  const groups = await makeGroup(guest)
  await makeRoomForGuests((await groupNames()).length)
  await supervise({
    script: paths.supervisor,
    console: log,
    groups,
    command: [
      ...["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--settings=no", "--link-journal=no"],
      // Netplan and nftables belong to what students do on these hosts.
      ...["--resolv-conf=off", "--timezone=off", "--capability=CAP_NET_ADMIN", `--machine=${guest}`],
      ...["--directory", root, `--network-namespace-path=/run/netns/${guest}`, "--boot"],
    ],
  })
  const leader = await poll(() => leaderOf(guest), { timeoutMs: 20_000, signal })
  if (leader === undefined) {
    throw new CourseError("COURSE_LAB_FAILED", `Host ${host} of lab ${lab} did not start.\n${await lastLines(log)}`, {
      hint: `Its console is in ${log}. Remove what is left with: course lab down --name ${lab}`,
    })
  }
}

async function halt(lab: string, host: HostName, graceMs: number): Promise<void> {
  const guest = guestName(lab, host)
  const leader = await leaderOf(guest)
  if (leader !== undefined && graceMs > 0) {
    try {
      process.kill(leader, POWER_OFF)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error
    }
    await poll(async () => ((await groupProcesses(guest)).length === 0 ? true : undefined), { timeoutMs: graceMs })
  }
  await removeGroup(guest)
  await unplug(lab, host)
  await tidy()
}

async function guestStatus(lab: string, host: HostName): Promise<GuestStatus> {
  const pid = await leaderOf(guestName(lab, host))
  return pid === undefined ? { host, running: false } : { host, running: true, pid }
}

async function enter(lab: string, { host, user, argv }: ExecRequest): Promise<{ command: string; args: string[] }> {
  // A guest that reboots has no init for a moment.
  const leader = await poll(() => leaderOf(guestName(lab, host)), { timeoutMs: 3000 })
  if (leader === undefined) {
    throw new CourseError("COURSE_LAB_UNKNOWN", `Host ${host} of lab ${lab} is not running.`, {
      hint: `Start it: course lab up --name ${lab}`,
    })
  }
  return { command: "nsenter", args: enterArguments(leader, user, argv) }
}

async function destroy(lab: string): Promise<void> {
  await Promise.all(guestNames(lab).map(removeGroup))
  await tidy()
  await unmountBelow(labPaths(lab).dir)
  await removeNetwork(lab)
  await forgetMachines(lab)
}

/** Guests of all labs count, and also those that are about to start: each has its group by then. */
function tidy(): Promise<void> {
  return giveRoomBack(async () => (await groupNames()).length)
}

/** systemd-nspawn keeps a folder per machine below /run and does not remove it when it is killed. */
async function forgetMachines(lab: string): Promise<void> {
  const base = "/run/systemd/nspawn"
  for (const guest of guestNames(lab)) {
    await rm(join(base, "propagate", guest), { recursive: true, force: true })
    await rm(join(base, "unix-export", guest), { recursive: true, force: true })
  }
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: unknown) => `(no console: ${String(error)})`)
  return text.split("\n").slice(-10).join("\n").trim()
}
