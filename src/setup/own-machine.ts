import { hostname, networkInterfaces } from "node:os"
import { LECTURE, type Candidate } from "./candidate.js"

/** What tells which machine this is. */
export interface MachineView {
  hostname: string
  addresses: readonly string[]
}

/** This machine as the system describes it. */
export function thisMachine(): MachineView {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? [])
  return { hostname: hostname(), addresses }
}

/** dev, when course runs in that very machine: it has dev's address, or its name. */
export function ownMachine({ hostname, addresses }: MachineView): Candidate[] {
  const { address } = LECTURE.dev
  const why = addresses.includes(address)
    ? `this machine has dev's address ${address}`
    : hostname.split(".")[0]?.toLowerCase() === "dev"
      ? `this machine is called ${hostname}`
      : undefined
  if (why === undefined) return []
  return [{ role: "dev", entry: { transport: "local", address }, source: why }]
}
