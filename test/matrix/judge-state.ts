import type { LabState } from "../../src/lab/lab.js"
import type { CheckResult, Report } from "../../src/engine/report.js"
import { STATES } from "./states.js"
import type { Ahead } from "./ahead.js"

/**
 * Holds the report of all blocks on a state against what the state means.
 * @param ahead outcomes that hold before their block, with the state from which on
 * @returns what is wrong, one line each; empty when every mandatory check up to the state passes and nothing later does by accident
 */
export function judgeState(
  { checks, track }: Pick<Report, "checks" | "track">,
  state: LabState,
  ahead: Ahead,
): string[] {
  const byId = new Map(checks.map((check) => [check.id, check]))
  const last = STATES.indexOf(state)
  const early = (id: string): boolean => {
    const entry = ahead[id]
    return entry !== undefined && STATES.indexOf(entry.from) <= last && (entry.only ?? track) === track
  }
  return checks.flatMap((check) => {
    const tell = (what: string): string[] => [`${check.id} ${what}: ${describe(check)}`]
    if (check.status === "error") return tell("cannot be judged")
    if (check.informational) return []
    if (blockOf(check) <= last) return check.optional || holds(check, byId) ? [] : tell("does not hold")
    if (early(check.id)) return check.status === "pass" ? [] : tell("is said to hold already, and does not")
    if (check.status === "pass") return tell("holds before its block")
    return check.status === "skip" && !check.because ? tell("is skipped without a reason") : []
  })
}

/** Passed, or not to be seen on hosts of this kind; what needs such a check cannot be seen either. */
export function holds(check: CheckResult, byId: ReadonlyMap<string, CheckResult>): boolean {
  if (check.status !== "skip") return check.status === "pass"
  const need = /^needs (\S+)$/.exec(check.because ?? "")?.[1]
  if (need === undefined) return check.because !== undefined
  const needed = byId.get(need)
  return needed?.status === "skip" && holds(needed, byId)
}

/** To have caught up is the first step of a block, and holds at the end of the one before. */
function blockOf({ id, block }: CheckResult): number {
  const number = Number(block.replace("block", ""))
  return /\.catchup(-\w+)?$/.test(id) ? number - 1 : number
}

export function describe({ status, message, because }: CheckResult): string {
  return `${status} (${message ?? because ?? ""})`
}
