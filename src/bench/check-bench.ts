import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { stringify } from "yaml"
import { loadCatalog } from "../catalog/load-catalog.js"
import { placedChecks } from "../engine/catalog.js"
import { makePlan, type Plan, type PlannedCheck } from "../engine/plan.js"
import { fixtureOf, type ProbeSpec } from "../engine/probe.js"
import { quote } from "../engine/shell.js"
import type { Inventory, SshHost } from "../inventory/inventory.js"
import { loadInventory } from "../inventory/load-inventory.js"
import { labAnew } from "../lab/lab-anew.js"
import { labDown } from "../lab/lab.js"
import { delayProxy } from "./delay-proxy.js"
import { compare, timeCommand } from "./measure.js"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))
const LAB = "bench"
const ROUNDS = 5
const DELAYS_MS = [0, 20]

export interface CheckBench {
  /** Number of shell, systemd and HTTP probes of `course check block5 --passive`, by host. */
  probes: Record<string, number>
  /** Medians in milliseconds. */
  startup: { node: number; course: number }
  delays: {
    delayMs: number
    course: number
    floor: number
    sshPerProbe: number
    overFloor: number
    fasterThanSshPerProbe: number
  }[]
}

/**
 * What a passive check of block 5 costs: against the same probes in one script over one fresh OpenSSH connection per host (the floor),
 * and against the plain way, one `ssh` per probe of each check, one after the other; with and without a delay of the network.
 */
export async function benchCheck(say: (line: string) => void): Promise<CheckBench> {
  say("Booting a lab in the state v0.4")
  const { inventory: file } = await labAnew({ name: LAB, state: "v0.4", track: "typescript", onProgress: say })
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-"))
  try {
    const inventory = await loadInventory(file)
    const plan = await passivePlan(inventory)
    const startup = await compare(
      {
        node: () => timeCommand(process.execPath, ["-e", "0"]),
        course: () => timeCommand(process.execPath, [RUN, "--version"]),
      },
      ROUNDS,
    )
    const delays: CheckBench["delays"] = []
    for (const delayMs of DELAYS_MS) {
      say(`Measuring with ${delayMs} ms of network delay`)
      delays.push(await atDelay(delayMs, { inventory, plan, folder, startup }))
    }
    const probes = Object.fromEntries(hostsOf(inventory).map(({ role }) => [role, specsOn(plan, role).length]))
    return { probes, startup, delays }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await labDown({ name: LAB })
  }
}

interface Setting {
  inventory: Inventory
  plan: Plan
  folder: string
  startup: CheckBench["startup"]
}

async function atDelay(
  delayMs: number,
  { inventory, plan, folder, startup }: Setting,
): Promise<CheckBench["delays"][number]> {
  const hosts = hostsOf(inventory)
  const proxies = await Promise.all(
    hosts.map(async (host) => ({ host, proxy: await delayProxy(expand(host), delayMs) })),
  )
  try {
    const file = path.join(folder, `course-${delayMs}.yaml`)
    await writeFile(
      file,
      stringify(
        delayedInventory(
          inventory,
          proxies.map(({ host, proxy }) => [host, proxy.port] as const),
        ),
      ),
    )
    const ssh = (host: SshHost, port: number): string[] => [
      ...[
        "-F",
        "none",
        "-p",
        String(port),
        "-i",
        host.identityFiles[0] ?? "",
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "BatchMode=yes",
      ],
      ...[
        "-o",
        `UserKnownHostsFile=${host.knownHostsFile ?? ""}`,
        "-o",
        `HostKeyAlias=${host.address}`,
        `${host.user}@127.0.0.1`,
      ],
    ]
    const onAll = async (run: (host: SshHost, port: number) => Promise<unknown>): Promise<number> => {
      const began = performance.now()
      await Promise.all(proxies.map(({ host, proxy }) => run(host, proxy.port)))
      return performance.now() - began
    }
    const times = await compare(
      {
        course: () =>
          timeCommand(process.execPath, [RUN, "check", "block5", "--passive", "--inventory", file, "--json"], {
            codes: [0, 1, 3],
          }),
        floor: () =>
          onAll((host, port) =>
            timeCommand("ssh", [...ssh(host, port), "bash -s"], { input: floorScript(plan, host.role) }),
          ),
        sshPerProbe: async () => {
          const began = performance.now()
          for (const { role, script } of plan.checks.flatMap((check) => ownProbes(plan, check))) {
            const reached = proxies.find(({ host }) => host.role === role)
            if (reached)
              await timeCommand("ssh", [...ssh(reached.host, reached.proxy.port), "bash -s"], {
                input: script,
                codes: anyExit,
              })
          }
          return performance.now() - began
        },
      },
      ROUNDS,
    )
    const beyondStart = times.course - startup.course
    return {
      delayMs,
      ...times,
      overFloor: beyondStart / times.floor,
      fasterThanSshPerProbe: times.sshPerProbe / times.course,
    }
  } finally {
    await Promise.all(proxies.map(({ proxy }) => proxy.close()))
  }
}

const anyExit = Array.from({ length: 255 }, (_, code) => code)

async function passivePlan(inventory: Inventory): Promise<Plan> {
  const catalog = await loadCatalog({ words: ["block5"] })
  const placed = placedChecks(catalog, inventory.track)
  const context = { track: inventory.track, settings: inventory.settings, runSeed: "bench", workspaceSeed: "bench" }
  return makePlan(placed, new Set(placed.map(({ check }) => check.id)), context, { passive: true })
}

/** Probes bound to a fixture that is not there are not made, by nobody. */
function specsOn(plan: Plan, role: string): ProbeSpec[] {
  return [...plan.probes.values()].filter(
    (spec) => spec.host === role && fixtureOf(spec) === undefined && spec.kind !== "answer",
  )
}

/** What a check would ask if it asked for itself, with nothing shared or merged. */
function ownProbes(plan: Plan, { probes, leftOut }: PlannedCheck): { role: string; script: string }[] {
  if (leftOut !== undefined) return []
  return Object.values(probes).flatMap((key) => {
    const spec = plan.probes.get(key)
    if (!spec || fixtureOf(spec) !== undefined || spec.kind === "answer") return []
    return [{ role: spec.host, script: scriptOf(spec) }]
  })
}

function scriptOf(spec: ProbeSpec): string {
  if (spec.kind === "shell") return spec.script
  if (spec.kind === "systemd")
    return `systemctl show --no-pager --property=${spec.properties.join(",")} -- ${quote(spec.unit)}`
  if (spec.kind === "http") return `curl -s -i --max-time 5 ${quote(spec.url)}`
  return ":"
}

/** The same probes, four at a time, with units merged as course merges them. */
function floorScript(plan: Plan, role: string): string {
  const specs = specsOn(plan, role)
  const units = specs.flatMap((spec) => (spec.kind === "systemd" ? [spec] : []))
  const properties = [...new Set(units.flatMap(({ properties: names }) => names))]
  const merged =
    units.length > 0
      ? [
          `systemctl show --no-pager --property=${properties.join(",")} -- ${[...new Set(units.map(({ unit }) => quote(unit)))].join(" ")}`,
        ]
      : []
  const scripts = [...merged, ...specs.filter(({ kind }) => kind !== "systemd").map(scriptOf)]
  return `${scripts.map((script, index) => `${index >= 4 ? "wait -n\n" : ""}(\n${script}\n) &`).join("\n")}\nwait\nexit 0\n`
}

function hostsOf(inventory: Inventory): SshHost[] {
  return [inventory.hosts.dev, inventory.hosts.prod].flatMap((host) => (host?.transport === "ssh" ? [host] : []))
}

function expand({ proxyCommand = "", address, port, user }: SshHost): string {
  return proxyCommand.replaceAll("%h", address).replaceAll("%p", String(port)).replaceAll("%r", user)
}

function delayedInventory(inventory: Inventory, ports: readonly (readonly [SshHost, number])[]): unknown {
  const laptop = inventory.hosts.laptop
  return {
    track: inventory.track,
    settings: inventory.settings,
    hosts: {
      ...Object.fromEntries(
        ports.map(([host, port]) => [
          host.role,
          {
            address: host.address,
            user: host.user,
            identityFile: host.identityFiles[0],
            knownHostsFile: host.knownHostsFile,
            proxyCommand: `nc -N 127.0.0.1 ${port}`,
          },
        ]),
      ),
      ...(laptop.transport === "local" && laptop.proxyCommand
        ? { laptop: { transport: "local", proxyCommand: laptop.proxyCommand } }
        : {}),
    },
  }
}
