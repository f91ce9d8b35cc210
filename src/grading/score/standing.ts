import type { CheckResult, HostResult } from "../../engine/report.js"
import type { AttemptNote, Source } from "../model.js"

/** One attempt with its current judgement. */
export interface JudgedAttempt {
  readonly runId: string
  /** When the machines were looked at, ISO 8601: what late is measured by. */
  readonly at: string
  readonly judgedAt: string
  readonly state: "graded" | "unobserved"
  readonly source: Source
  readonly rules: string
  readonly results: readonly CheckResult[]
  readonly hosts: readonly HostResult[]
  readonly notes: readonly AttemptNote[]
}

/** A result of a check within the attempts, which are in the order of time. */
export interface Look {
  readonly index: number
  readonly result: CheckResult
  /** Since when it has passed without a proven failure in between; else when it was looked at. */
  readonly since: string
}

/** All that was ever seen of one check of one student. */
export interface Standing {
  /** Looks that prove something. */
  readonly proven: readonly Look[]
  /** The newest look, whatever it saw. */
  readonly newest: Look
}

export function inOrder(attempts: readonly JudgedAttempt[]): JudgedAttempt[] {
  return [...attempts].sort((a, b) => compare(a.at, b.at) || compare(a.runId, b.runId))
}

/** What was seen of each check, by id. */
export function standingsOf(ordered: readonly JudgedAttempt[]): Map<string, Standing> {
  const standings = new Map<string, { proven: Look[]; newest: Look }>()
  ordered.forEach(({ at, results }, index) => {
    for (const result of results) {
      const before = standings.get(result.id)
      const last = before?.proven.at(-1)
      const since = result.status === "pass" && last?.result.status === "pass" ? last.since : at
      const look = { index, result, since }
      const proven = [...(before?.proven ?? []), ...(proves(result) ? [look] : [])]
      standings.set(result.id, { proven, newest: look })
    }
  })
  return standings
}

/** What counts of a check when the attempt at `index` does: the last proof until then, else the first one after it. */
export function lookAt({ proven, newest }: Standing, index: number): Look {
  return proven.findLast((look) => look.index <= index) ?? proven[0] ?? newest
}

/** Was it seen to hold or not? An error is not, nor is a skip that counts for nobody: it may have been left out. */
function proves({ status, points }: CheckResult): boolean {
  return status === "pass" || status === "fail" || (status === "skip" && points.possible > 0)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
