import type { BlockCell, CheckCell, GradingPolicy, Override } from "../model.js"
import { checkCell, unseenCell, withoutStop } from "./check-cell.js"
import { lateness, type Lateness } from "./late.js"
import { possibleIn, type Outline, type OutlineCheck } from "./outline.js"
import { lookAt, type JudgedAttempt, type Standing } from "./standing.js"
import type { Track } from "../../engine/context.js"

export interface BlockFacts {
  readonly block: string
  readonly track: Track
  readonly outline: Outline
  /** In the order of time. */
  readonly attempts: readonly JudgedAttempt[]
  readonly standings: ReadonlyMap<string, Standing>
  readonly overrides: readonly Override[]
  readonly due: string | undefined
  readonly policy: GradingPolicy
}

/** What counts in one block: which attempt, which results, what being late costs, what a person decided. */
export function scoreBlock(facts: BlockFacts): { cell: BlockCell; checks: CheckCell[] } {
  const { block, attempts, overrides } = facts
  const inBlock = checksIn(facts)
  const touching = attempts.flatMap((attempt, index) =>
    attempt.results.some((result) => result.block === block) ? [index] : [],
  )
  const counting = chosen(facts, touching, inBlock)
  const checks = inBlock.flatMap(({ id, standing, check }) => {
    const override = overrides.find(({ scope }) => scope === id)
    if (standing) return [checkCell(standing, counting, attempts, override, check)]
    return override && check ? [unseenCell(check, override)] : []
  })
  const computed = computedCell(facts, checks, counting, touching.at(-1))
  const override = overrides.find(({ scope }) => scope === block)
  return { cell: override ? overridden(computed, override, facts) : computed, checks }
}

interface InBlock {
  readonly id: string
  readonly standing: Standing | undefined
  readonly check: OutlineCheck | undefined
}

/** The checks of the block in the order of the course, then those that are no longer part of it. */
function checksIn({ block, outline, standings }: BlockFacts): InBlock[] {
  const known = outline.checks.filter((check) => check.block === block)
  const ids = new Set(known.map(({ id }) => id))
  const gone = [...standings].filter(([id, { newest }]) => newest.result.block === block && !ids.has(id))
  return [
    ...known.map((check) => ({ id: check.id, standing: standings.get(check.id), check })),
    ...gone.map(([id, standing]) => ({ id, standing, check: undefined })),
  ]
}

/** The attempt that counts: the one with the most points, of equals the newest, or simply the newest. */
function chosen(facts: BlockFacts, touching: readonly number[], checks: readonly InBlock[]): number {
  const newest = touching.at(-1) ?? -1
  if (facts.policy.count === "last") return newest
  const worth = (index: number): number =>
    sum(
      checks.map(({ standing }) => {
        if (!standing) return 0
        const look = lookAt(standing, index)
        return look.result.points.earned * lateness(look.since, facts.due, facts.policy.late).factor
      }),
    )
  return touching.reduce((best, index) => (best < 0 || worth(index) >= worth(best) ? index : best), -1)
}

function computedCell(
  facts: BlockFacts,
  checks: readonly CheckCell[],
  counting: number,
  newest: number | undefined,
): BlockCell {
  const { attempts, standings, due, policy } = facts
  const scored = checks.map((check) => {
    const standing = standings.get(check.id)
    const look = standing && lookAt(standing, counting)
    const late: Lateness =
      look && !check.override && check.points.earned > 0
        ? lateness(look.since, due, policy.late)
        : { days: 0, factor: 1 }
    return { check, late, at: look && standing.proven.includes(look) ? look.index : undefined }
  })
  const raw = sum(checks.map(({ points }) => points.earned))
  const earned = sum(scored.map(({ check, late }) => check.points.earned * late.factor))
  const days = Math.max(0, ...scored.map(({ late }) => late.days))
  const proofs = scored.flatMap(({ at }) => (at === undefined ? [] : [at]))
  const counts = attempts[proofs.length > 0 ? Math.max(...proofs) : counting]
  const late = days > 0 ? { days, factor: raw === 0 ? 1 : round(earned / raw) } : undefined
  const state = stateOf(checks, newest)
  return {
    block: facts.block,
    state,
    earned: round(earned),
    possible: round(sum(checks.map(({ points }) => points.possible))),
    raw: round(raw),
    because: reasons(checks, late, attempts, newest),
    provenAt: proofs.length > 0 && state !== "unobserved" ? counts?.at : undefined,
    source: counts?.source,
    override: undefined,
    late,
    assisted: round(sum(scored.map(({ check, late }) => (check.assisted ? check.points.earned * late.factor : 0)))),
  }
}

function stateOf(checks: readonly CheckCell[], newest: number | undefined): BlockCell["state"] {
  if (checks.some(({ state }) => state === "kept")) return "kept"
  // What does not apply, or was left out, is known without a look, and proves none.
  if (checks.some(({ state, status }) => state === "proven" && status !== "skip")) return "proven"
  if (checks.some(({ state }) => state === "overridden")) return "overridden"
  const unseen = checks.some(({ state }) => state === "unobserved")
  if (!unseen && checks.some(({ state }) => state === "proven")) return "proven"
  return newest === undefined ? "none" : "unobserved"
}

function reasons(
  checks: readonly CheckCell[],
  late: BlockCell["late"],
  attempts: readonly JudgedAttempt[],
  newest: number | undefined,
): string | undefined {
  const kept = checks.filter(({ state }) => state === "kept")
  const never = checks.filter(({ state }) => state === "unobserved")
  const problem = newest === undefined ? undefined : attempts[newest]?.notes.find(({ kind }) => kind === "problem")
  const first = never[0]?.because ?? "it could not be observed"
  const all = [
    ...(kept.length > 0 ? [`${count(kept.length, "result")} kept: ${kept[0]?.because ?? ""}`] : []),
    ...(never.length > 0
      ? [`${count(never.length, "check")} never observed, without cost: ${withoutStop(problem?.message ?? first)}.`]
      : []),
    ...checks.flatMap(({ id, override }) =>
      override ? [`${id} set to ${override.points} by ${override.who}: ${withoutStop(override.why)}.`] : [],
    ),
    ...(late ? [`${count(late.days, "day")} late: ${Math.round(late.factor * 100)} % of the points remain.`] : []),
  ]
  return all.length > 0 ? all.join(" ") : undefined
}

function overridden(cell: BlockCell, override: Override, { outline, block, track }: BlockFacts): BlockCell {
  return {
    ...cell,
    state: "overridden",
    earned: override.points,
    possible: cell.possible > 0 ? cell.possible : possibleIn(outline, block, track),
    because: `Set by ${override.who} on ${override.at.slice(0, 10)}: ${override.why}`,
    override,
    late: undefined,
    assisted: 0,
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function round(number: number): number {
  return Math.round(number * 100) / 100
}
