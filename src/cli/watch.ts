import { setTimeout as sleep } from "node:timers/promises"
import { Ansis } from "ansis"
import { judgePlan, type Judged } from "../engine/judge.js"
import { resultOf } from "../engine/make-report.js"
import type { Plan } from "../engine/plan.js"
import type { CheckResult } from "../engine/report.js"
import { oneLine } from "../reporters/escape.js"
import { symbols } from "../reporters/symbols.js"
import type { Observer } from "./observer.js"
import { colorLevel, unicodeOf } from "./streams.js"

const PAUSE_MS = 1000

export interface WatchOptions {
  signal: AbortSignal
  stream: NodeJS.WriteStream
}

/** Observes a plan again and again over open connections and prints what changes, until it is stopped. */
export async function watchChecks(plan: Plan, observer: Observer, { signal, stream }: WatchOptions): Promise<void> {
  const write = (lines: readonly string[]): void => lines.forEach((line) => stream.write(`${line}\n`))
  const style = { color: colorLevel(stream), unicode: unicodeOf() }
  let before: Map<string, CheckResult> | undefined
  try {
    while (!signal.aborted) {
      const { observations } = await observer.observeAgain(plan)
      if (signal.aborted) break
      const now = resultsById(judgePlan(plan.checks, observations, plan.context))
      write(changes(before, now, new Date(), style))
      before = now
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    await observer.close()
  }
  signal.throwIfAborted()
}

/** What to print after one round: at first how things stand, then only what is different. */
export function changes(
  before: ReadonlyMap<string, CheckResult> | undefined,
  now: ReadonlyMap<string, CheckResult>,
  at: Date,
  { color, unicode }: { color: boolean; unicode: boolean },
): string[] {
  const paint = new Ansis(color ? 1 : 0)
  const marks = symbols(unicode)
  const style = { pass: paint.green, fail: paint.red, error: paint.yellow, skip: paint.dim }
  const time = paint.dim(at.toTimeString().slice(0, 8))
  const line = ({ id, status, message, because, title }: CheckResult): string => {
    const text = oneLine(status === "pass" ? title : (message ?? because ?? title))
    return `${time} ${style[status](marks[status])} ${id}  ${text}`
  }
  const different = [...now.values()].filter((result) => {
    const old = before?.get(result.id)
    if (!before) return result.status === "fail" || result.status === "error"
    return old?.status !== result.status || old.message !== result.message || old.because !== result.because
  })
  const summary = (results: ReadonlyMap<string, CheckResult>): string => {
    const count = (status: CheckResult["status"]): number =>
      [...results.values()].filter((result) => result.status === status).length
    return `${count("pass")} passed, ${count("fail")} failed, ${count("error")} not observed, ${count("skip")} skipped`
  }
  if (before && different.length === 0) return []
  return [...different.map(line), `${time} ${summary(now)}`]
}

function resultsById(judged: readonly Judged[]): Map<string, CheckResult> {
  return new Map(judged.map((each) => [each.planned.check.id, resultOf(each)]))
}
