import type { CheckResult, Report } from "../engine/report.js"

/** A fault and the checks that could not be judged because of it. */
export interface Failing {
  check: CheckResult
  /** Ids that wait for it. */
  waiting: string[]
}

/** Checks that share one reason, and the ids that wait for one of them. */
export interface Group {
  because: string
  checks: CheckResult[]
  waiting: string[]
}

/** A report in the order in which a person should read it: one cause and not twelve symptoms. */
export interface Sections {
  failing: Failing[]
  /** What could not be observed, by reason. */
  errors: Group[]
  /** What was left out or does not apply, by reason. */
  leftOut: Group[]
}

/** Sorts the results of a report into what a person has to do about them. */
export function sectionsOf({ checks }: Pick<Report, "checks">): Sections {
  const having = (status: CheckResult["status"]): CheckResult[] => checks.filter((check) => check.status === status)
  const skipped = having("skip")
  const waitingFor = (causes: readonly CheckResult[]): string[] => {
    const ids = new Set(causes.map(({ id }) => id))
    return skipped.filter((check) => ids.has(needOf(check) ?? "")).map(({ id }) => id)
  }
  const failing = having("fail").map((check) => ({ check, waiting: waitingFor([check]) }))
  const errors = byReason(having("error")).map((group) => ({ ...group, waiting: waitingFor(group.checks) }))
  const claimed = new Set([...failing, ...errors].flatMap(({ waiting }) => waiting))
  return {
    failing,
    errors,
    leftOut: byReason(skipped.filter(({ id }) => !claimed.has(id))).map((group) => ({ ...group, waiting: [] })),
  }
}

/** The check that a skipped one waits for. */
function needOf({ because = "" }: CheckResult): string | undefined {
  return /^needs (\S+)$/.exec(because)?.[1]
}

function byReason(checks: readonly CheckResult[]): Omit<Group, "waiting">[] {
  return groupBy(checks, ({ because }) => because ?? "No reason is known.").map(([because, members]) => ({
    because,
    checks: members,
  }))
}

/** Results by step, in the order of the steps: 5.4.9 comes before 5.4.10. */
export function bySteps(checks: readonly CheckResult[]): { step: string; checks: CheckResult[] }[] {
  return groupBy(checks, ({ step }) => step)
    .map(([step, members]) => ({ step, checks: members }))
    .sort((a, b) => a.step.localeCompare(b.step, "en", { numeric: true }))
}

function groupBy<T>(all: readonly T[], keyOf: (each: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const each of all) {
    const key = keyOf(each)
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return [...groups]
}

/** `Block 5`, `Blocks 5 and 6`. */
export function titleOf({ blocks }: Pick<Report, "blocks">): string {
  const numbers = blocks.map((block) => block.replace(/^block/, ""))
  if (numbers.length === 0) return "No checks"
  if (numbers.length === 1) return `Block ${numbers[0]}`
  return `Blocks ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`
}

/** The score in words: `41 of 44 points (93.2 %)`, and how much of it a catch-up brought. */
export function scoreLine({ score, checks }: Pick<Report, "score" | "checks">): string {
  const assisted = checks.reduce((sum, { assisted, points }) => sum + (assisted ? points.earned : 0), 0)
  const line = `${score.earned} of ${score.possible} ${score.possible === 1 ? "point" : "points"} (${score.percent} %)`
  return assisted === 0 ? line : `${line}, ${assisted} of them by catch-up`
}

/** How long the run took, in seconds. */
export function secondsOf({ startedAt, finishedAt }: Pick<Report, "startedAt" | "finishedAt">): number {
  return Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
}
