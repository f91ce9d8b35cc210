import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { facts, type Facts } from "./command.js"
import { virtualBoxScript } from "./virtualbox-script.js"

/** A machine as VirtualBox has it defined; only those that are named after a role tell more than their name. */
export interface VirtualMachine {
  id: string
  name: string
  osType: string
  state: string
  /** What it was started with: `headless`, `GUI/Qt`; empty while it is off. */
  session: string
  snapshots: string[]
  /** When its snapshots were taken, in seconds since 1970. */
  taken: number[]
  /** The images of its disk, from the one in use down to the first. */
  images: DiskImage[]
}

export interface DiskImage {
  /** When the file was made, in seconds since 1970; 0 where the file system does not tell. */
  born: number
  format: string
  variant: string
  /** Is it the one that the machine was created with? */
  first: boolean
}

/** A network that laptop and machines share: its own address on the laptop, its mask, and whether VirtualBox leases addresses in it. */
export interface SharedNetwork {
  name: string
  address: string
  mask: string
  /** Undefined for the networks of macOS, where the system itself leases. */
  leases: boolean | undefined
}

export interface VirtualBox {
  version: string
  /** Why it does not answer; empty when it does. */
  problem: string
  machines: VirtualMachine[]
  networks: SharedNetwork[]
}

/** VirtualBox of the laptop. `found` is undefined where it is not there; `laptop` is what the laptop itself runs in, where that is known. */
export function virtualBox({ settings }: Context): Probe<{ laptop: string; found: VirtualBox | undefined }> {
  const names = [...new Set([settings.devMachine, settings.prodMachine, "dev", "prod"])]
  const probe = facts("laptop", virtualBoxScript(names), { timeoutMs: 60_000 })
  return {
    spec: probe.spec,
    read: (observation) => {
      const said = probe.read(observation)
      return { laptop: said.get("laptop"), found: said.has("there") ? readBox(said) : undefined }
    },
  }
}

function readBox(said: Facts): VirtualBox {
  return {
    version: said.get("version"),
    problem: said.get("problem"),
    machines: said.all("machine").map((line) => readMachine(said, line)),
    networks: [...readInterfaces(said), ...readNetworks(said)],
  }
}

function readMachine(said: Facts, line: string): VirtualMachine {
  const [id = "", name = ""] = line.split("\t")
  const of = (fact: string): string[][] =>
    said
      .all(fact)
      .map((each) => each.split("\t"))
      .filter(([owner]) => owner === id)
      .map((parts) => parts.slice(1))
  const one = (fact: string): string => of(fact)[0]?.[0] ?? ""
  return {
    id,
    name,
    osType: one("ostype"),
    state: one("VMState"),
    session: one("SessionName") || one("SessionType"),
    snapshots: of("snapshot").map(([snapshot = ""]) => snapshot),
    taken: of("taken").map(([at = ""]) => Number(at)),
    images: of("image").map(([born = "", format = "", variant = "", , parent = ""]) => {
      return { born: Number(born), format, variant, first: parent === "base" }
    }),
  }
}

function readInterfaces(said: Facts): SharedNetwork[] {
  const servers = records(said.all("dhcp"), "NetworkName")
  return records(said.all("interface"), "Name").map((each) => ({
    name: each.get("Name") ?? "",
    address: each.get("IPAddress") ?? "",
    mask: each.get("NetworkMask") ?? "",
    leases: servers.some(
      (server) => server.get("NetworkName") === each.get("VBoxNetworkName") && server.get("Enabled") === "Yes",
    ),
  }))
}

function readNetworks(said: Facts): SharedNetwork[] {
  return records(said.all("network"), "Name").map((each) => ({
    name: each.get("Name") ?? "",
    address: each.get("LowerIP") ?? "",
    mask: each.get("NetworkMask") ?? "",
    leases: undefined,
  }))
}

/** Lines `KEY VALUE`, of which one key begins a record. */
function records(lines: readonly string[], first: string): Map<string, string>[] {
  const all: Map<string, string>[] = []
  for (const line of lines) {
    const [key = "", ...value] = line.split(" ")
    if (key === first) all.push(new Map())
    all.at(-1)?.set(key, value.join(" "))
  }
  return all
}

/** The machine of a role: by its name in the settings, else the only one whose name holds the role's. */
export function machineOf(
  role: "dev" | "prod",
  { machines }: VirtualBox,
  { settings }: Context,
): VirtualMachine | undefined {
  const wanted = role === "dev" ? settings.devMachine : settings.prodMachine
  const named = machines.find(({ name }) => name === wanted)
  const like = machines.filter(({ name }) => name.toLowerCase().includes(role))
  return named ?? (like.length === 1 ? like[0] : undefined)
}

/** @throws Unobserved where VirtualBox is there and does not answer */
export function requireAnswer(box: VirtualBox): VirtualBox {
  if (box.problem !== "") throw new Unobserved(`VirtualBox does not answer: ${box.problem}`)
  return box
}
