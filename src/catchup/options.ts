import type { Hand } from "./hand.js"
import type { LookOptions } from "./look-at-hosts.js"
import type { HostView } from "./host-view.js"
import type { HostPlan } from "./plan.js"

export interface CatchUpOptions extends LookOptions {
  /** Names a new catch-up, and its backups on all hosts: `20261121-083000`. */
  id: string
  dryRun: boolean
  /** Is told the plan and answers whether it may be carried out. Not asked when nothing is to be done. */
  agree: (plans: readonly PlannedHost[], id: string) => Promise<boolean>
  /** Is called when it is certain that things change, before they do. */
  onBegin?: () => Promise<void>
  onProgress: (line: string) => void
  signal?: AbortSignal
}

export interface PlannedHost {
  hand: Hand
  view: HostView
  plan: HostPlan
}
