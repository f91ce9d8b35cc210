import type { Observation } from "../../engine/observation.js"
import { isActive, type ProbeSpec } from "../../engine/probe.js"

/**
 * Codes behind which the next attempt may find another state: a machine that boots, a network that hiccups, a server that is busy. A
 * proxy command and a broken handshake hide these. Never a changed key, a refused login or an unknown name: they stay what they are.
 */
const WORTH_CONNECTING_AGAIN: ReadonlySet<string> = new Set([
  "COURSE_HOST_TIMEOUT",
  "COURSE_HOST_REFUSED",
  "COURSE_HOST_UNREACHABLE",
  "COURSE_HOST_CLOSED",
  "COURSE_HOST_BUSY",
  "COURSE_PROXY_COMMAND",
  "COURSE_SSH_HANDSHAKE",
])
const WORTH_LOOKING_AGAIN: ReadonlySet<string> = new Set(["COURSE_HOST_CLOSED", "COURSE_HOST_BUSY"])

/** May connecting succeed if it is tried once more? */
export function isWorthConnectingAgain(code: string): boolean {
  return WORTH_CONNECTING_AGAIN.has(code)
}

/** Was this not seen because a standing connection was cut? A host that was silent for its whole time is not waited for twice. */
export function wasCutOff(observation: Observation): boolean {
  return observation.status === "unobserved" && WORTH_LOOKING_AGAIN.has(observation.code ?? "")
}

/** May this be observed twice in one run? What interrupts a host may not, whatever else acts undoes what it did. */
export function mayRepeat(spec: ProbeSpec): boolean {
  if (!isActive(spec) || spec.kind === "fixture") return true
  const interrupts = "disruptive" in spec && spec.disruptive === true
  return !interrupts && !(spec.kind === "shell" && spec.reboots === true)
}
