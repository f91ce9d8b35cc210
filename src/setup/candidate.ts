import type { HostEntry } from "../inventory/inventory.js"
import type { Greeting } from "../transport/ssh/greeting.js"

/** The roles that `course init` looks for. */
export const SETUP_ROLES = ["dev", "prod"] as const
export type SetupRole = (typeof SETUP_ROLES)[number]

/** What course.yaml says about a machine, as far as a search can find it. */
export type FoundEntry = Pick<HostEntry, "address" | "port" | "user" | "transport">

/** A machine that may be dev or prod. */
export interface Candidate {
  /** Which of the two it is, where its name or address tells. */
  role: SetupRole | undefined
  entry: FoundEntry
  /** How it was found, for a person: `the address of the lecture`, `VirtualBox machine "dev"`. */
  source: string
  /** What is known without asking it: a machine that is switched off. */
  note?: string
}

/** A candidate, and what answers there. */
export interface Seen extends Candidate {
  answer: Greeting | "this machine"
}

/** Where the lecture puts the machines, and the accounts there. */
export const LECTURE: Record<SetupRole, { address: string; user: string }> = {
  dev: { address: "192.168.56.10", user: "user" },
  prod: { address: "192.168.56.11", user: "produser" },
}

/** Which role a name or an address speaks for. */
export function roleOf(...names: readonly (string | undefined)[]): SetupRole | undefined {
  for (const name of names) {
    if (name === undefined) continue
    for (const role of SETUP_ROLES) if (name === LECTURE[role].address) return role
    const words = name.toLowerCase().split(/[^a-z]+/)
    if (words.some((word) => word === "prod" || word === "produser" || word === "production")) return "prod"
    if (words.some((word) => word === "dev" || word === "development")) return "dev"
  }
  return undefined
}

/** How a candidate is written, for a person. */
export function nameOf({ entry }: Candidate): string {
  if (entry.transport === "local") return "this machine"
  const port = entry.port === undefined || entry.port === 22 ? "" : `, port ${entry.port}`
  return `${entry.address ?? ""}${port}`
}
