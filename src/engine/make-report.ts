import type { Judged } from "./judge.js"
import type { Observation } from "./observation.js"
import { REPORT_SCHEMA, type CheckResult, type HostResult, type Report } from "./report.js"
import { pointsOf, scoreOf } from "./score.js"
import type { Context } from "./context.js"

export interface RunFacts {
  context: Context
  rules: string
  /** ISO 8601, UTC. */
  startedAt: string
  finishedAt: string
  hosts: HostResult[]
  /** Ids whose points a catch-up brought. */
  assisted?: ReadonlySet<string>
}

/** The report of a run, from what was judged. */
export function makeReport(judged: readonly Judged[], facts: RunFacts): Report {
  const checks = judged.map((each) => {
    const result = resultOf(each)
    return result.status === "pass" && facts.assisted?.has(result.id) ? { ...result, assisted: true } : result
  })
  const count = (status: CheckResult["status"]): number => checks.filter((check) => check.status === status).length
  return {
    schema: REPORT_SCHEMA,
    course: "full-stack-handwerk",
    blocks: [...new Set(checks.map((check) => check.block))],
    track: facts.context.track,
    startedAt: facts.startedAt,
    finishedAt: facts.finishedAt,
    rules: facts.rules,
    hosts: facts.hosts,
    checks,
    score: scoreOf(checks),
    summary: { pass: count("pass"), fail: count("fail"), skip: count("skip"), error: count("error") },
  }
}

/** One line of the report, as soon as its check is judged. */
export function resultOf(judged: Judged): CheckResult {
  const { planned, verdict, durationMs } = judged
  const { check } = planned
  const hint = verdict.status === "fail" ? (verdict.hint ?? check.hint) : undefined
  const evidence =
    verdict.status === "fail"
      ? { ...excerptOf(judged.observations), ...verdict.evidence }
      : verdict.status === "pass"
        ? verdict.evidence
        : undefined
  return {
    id: check.id,
    title: check.title,
    block: planned.block,
    step: planned.step,
    host: check.host,
    status: verdict.status,
    optional: check.optional,
    informational: check.informational,
    points: pointsOf(judged),
    ...("message" in verdict && verdict.message !== undefined ? { message: verdict.message } : {}),
    ...(hint === undefined ? {} : { hint }),
    ...(evidence && Object.keys(evidence).length > 0 ? { evidence } : {}),
    ...("because" in verdict ? { because: verdict.because } : {}),
    durationMs: Math.round(durationMs),
  }
}

const EXCERPT = { lines: 12, characters: 800 }

/** The end of what the first telling observation printed: where programs put what matters. */
function excerptOf(observations: readonly Observation[]): { excerpt?: string } {
  for (const observation of observations) {
    const text =
      observation.status === "response"
        ? `HTTP ${observation.statusCode}\n${observation.body}`
        : observation.status === "done" || observation.status === "timeout"
          ? [observation.stdout, observation.stderr].filter(Boolean).join("\n")
          : ""
    const trimmed = text.trim()
    if (trimmed !== "") return { excerpt: shorten(trimmed) }
  }
  return {}
}

function shorten(text: string): string {
  const all = text.split("\n")
  const last = all.slice(-EXCERPT.lines).join("\n")
  const cut = last.length > EXCERPT.characters ? `...${last.slice(-EXCERPT.characters)}` : last
  return all.length > EXCERPT.lines ? `...\n${cut}` : cut
}
