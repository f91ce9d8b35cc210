import { execa } from "execa"
import { roleOf, type Candidate } from "./candidate.js"

const SSH_PORT = 22
const LIST_MS = 3_000

/** Runs a program and returns what it printed; undefined where it is not there, fails or takes too long. */
export type RunProgram = (file: string, argv: readonly string[]) => Promise<string | undefined>

/** Runs programs of this machine. */
export const runProgram: RunProgram = async (file, argv) => {
  const { failed, stdout } = await execa(file, argv, { reject: false, timeout: LIST_MS, stdin: "ignore" })
  return failed ? undefined : stdout
}

/** Where VirtualBox keeps its program on systems that do not put it into the path. */
const PROGRAMS = ["VBoxManage", "C:\\Program Files\\Oracle\\VirtualBox\\VBoxManage.exe"]

/** The machines of VirtualBox that are reached by a forwarded port, and those that tell an address of their own. */
export async function virtualBoxMachines(run: RunProgram): Promise<Candidate[]> {
  for (const program of PROGRAMS) {
    const list = await run(program, ["list", "vms"])
    if (list === undefined) continue
    const machines = [...list.matchAll(/^"(.*)" \{([0-9a-f-]{36})\}$/gm)]
    const found = await Promise.all(
      machines.map(async ([, name = "", id = ""]) => {
        const [info, addresses] = await Promise.all([
          run(program, ["showvminfo", id, "--machinereadable"]),
          run(program, ["guestproperty", "enumerate", id, "--patterns", "/VirtualBox/GuestInfo/Net/*/V4/IP"]),
        ])
        return info === undefined ? [] : candidatesOf(name, info, addresses ?? "")
      }),
    )
    return found.flat()
  }
  return []
}

/** What `showvminfo --machinereadable` and the guest's own addresses tell of one machine. */
export function candidatesOf(name: string, info: string, addresses: string): Candidate[] {
  const source = `VirtualBox machine "${name}"`
  const state = /^VMState="(.*)"$/m.exec(info)?.[1] ?? "unknown"
  const note = state === "running" ? {} : { note: `it is ${state}` }
  const role = roleOf(name)
  const forwards = [...info.matchAll(/^Forwarding\(\d+\)="([^"]*)"$/gm)].flatMap(([, rule = ""]): Candidate[] => {
    const [, protocol, address = "", port, , guestPort] = rule.split(",")
    if (protocol !== "tcp" || Number(guestPort) !== SSH_PORT) return []
    const entry = { address: address === "" || address === "0.0.0.0" ? "127.0.0.1" : address, port: Number(port) }
    return [{ role, entry, source: `${source}, forwarded port`, ...note }]
  })
  // 10.0.2.* is the network behind VirtualBox's own address translation: from outside nothing leads there.
  const own = [...addresses.matchAll(/(?:Value: |= ')(\d{1,3}(?:\.\d{1,3}){3})/gi)].flatMap(
    ([, address = ""]): Candidate[] =>
      address.startsWith("10.0.2.") ? [] : [{ role: roleOf(address) ?? role, entry: { address }, source, ...note }],
  )
  return [...forwards, ...own]
}
