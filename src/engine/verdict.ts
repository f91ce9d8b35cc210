/** What was wanted and what was seen, short enough to read at a glance. */
export interface Evidence {
  expected?: string
  actual?: string
  /** The part of the output that shows it. */
  excerpt?: string
}

export type Verdict =
  | { readonly status: "pass"; readonly message?: string; readonly evidence?: Evidence }
  | { readonly status: "fail"; readonly message: string; readonly hint?: string; readonly evidence?: Evidence }
  | {
      readonly status: "skip"
      readonly because: string
      /** The check whose failure this one only repeats. */ readonly of?: string
    }
  | { readonly status: "error"; readonly because: string; readonly bug?: boolean }

export type Status = Verdict["status"]

export interface Failure extends Evidence {
  /** What is wrong, in one sentence that no other fault would produce. */
  message: string
  /** What helps against this fault; without it, the check's own hint is shown. */
  hint?: string
}

export function pass(message?: string): Verdict {
  return message === undefined ? { status: "pass" } : { status: "pass", message }
}

export function fail({ message, hint, ...evidence }: Failure): Verdict {
  return {
    status: "fail",
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(Object.keys(evidence).length === 0 ? {} : { evidence }),
  }
}

/** Not applicable here, and why. A failed need is skipped by the engine, not by a check. */
export function skip(because: string): Verdict {
  return { status: "skip", because }
}

/** Tells nothing beyond the failure of another check, and therefore waits for it: `needs`, but found while judging. */
export function consequenceOf(checkId: string): Verdict {
  return { status: "skip", because: `needs ${checkId}`, of: checkId }
}

/** It could not be seen, and why: never counted against the student. */
export function unobserved(because: string): Verdict {
  return { status: "error", because }
}

/** The first verdict that is not a pass, or a pass. Later ones are not asked for once one has failed. */
export function all(...verdicts: (Verdict | (() => Verdict))[]): Verdict {
  for (const each of verdicts) {
    const verdict = typeof each === "function" ? each() : each
    if (verdict.status !== "pass") return verdict
  }
  return pass()
}

/** Passes when `condition` holds, else fails as described. */
export function expect(condition: boolean, failure: Failure): Verdict {
  return condition ? pass() : fail(failure)
}

/** Passes when both are the same text, else fails with both as evidence. */
export function expectEqual(
  what: string,
  actual: string | number | undefined,
  expected: string | number,
  more: Partial<Failure> = {},
): Verdict {
  if (actual === expected) return pass()
  return fail({
    message: `${what} is ${show(actual)} instead of ${show(expected)}.`,
    expected: String(expected),
    actual: actual === undefined ? "(not set)" : String(actual),
    ...more,
  })
}

function show(value: string | number | undefined): string {
  if (value === undefined || value === "") return "not set"
  return typeof value === "number" ? String(value) : `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`
}
