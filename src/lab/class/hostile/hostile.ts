import type { HostName } from "../../spec.js"

/** What makes a running host of a finished student a hostile one. */
export interface Hostile {
  /** For the instructor who practises with it. */
  readonly summary: string
  readonly host: Exclude<HostName, "hub">
  /** Bash text, run as root on the host. What it does lasts as long as the host. */
  readonly script: string
}
