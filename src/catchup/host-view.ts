import type { EnvRule } from "./env-rules.js"
import type { DatabaseFacts, LookFacts, RemoteFacts } from "./facts.js"
import type { CatchUpRole } from "./targets.js"

/** What was seen of one host, and what is wanted of it. */
export interface HostView {
  role: CatchUpRole
  facts: LookFacts
  database: DatabaseFacts
  /** What the student's repository says to this host. */
  remote?: RemoteFacts
  /** What `origin` is to be. */
  origin: string
  rules: readonly EnvRule[]
}

/** Does systemd know the service's unit? */
export function isInstalled({ unit_load }: LookFacts): boolean {
  return unit_load !== "" && unit_load !== "not-found"
}

/** Does the Git host know none of the keys that dev offers? */
export function isRefused({ problem }: RemoteFacts): boolean {
  return /publickey|permission denied|denied/i.test(problem)
}
