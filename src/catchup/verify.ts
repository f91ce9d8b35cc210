import { placedChecks, type Catalog } from "../engine/catalog.js"
import type { Context } from "../engine/context.js"
import { judgePlan, type Judged, type Observations } from "../engine/judge.js"
import { makePlan, type Plan } from "../engine/plan.js"
import { lastBlockOf } from "../reference/blocks-of-tag.js"
import type { CatchUpRole, CatchUpTag } from "./targets.js"

export interface VerifyOptions {
  catalog: Catalog
  context: Context
  tag: CatchUpTag
  /** Hosts that were brought to the tag; with one alone, what lives on it is judged. */
  roles: readonly CatchUpRole[]
  /** Leave out what acts on a host. */
  passive: boolean
  /** Choose the questions instead, which only a person can answer. */
  questions?: boolean
}

/** The mandatory checks of the blocks that end with a tag or before. Questions are for the person. */
export function verificationPlan({ catalog, context, tag, roles, passive, questions = false }: VerifyOptions): {
  plan: Plan
  ids: Set<string>
} {
  const last = lastBlockOf(tag)
  const numbers = new Map(catalog.blocks.map(({ id, number }) => [id, number]))
  const placed = placedChecks(catalog, context.track)
  const ids = new Set(
    placed.flatMap(({ check, block }) => {
      const wanted =
        (numbers.get(block) ?? Infinity) <= last &&
        !check.optional &&
        !check.informational &&
        (check.question !== undefined) === questions
      return wanted && (roles.length > 1 || roles.some((role) => role === check.host)) ? [check.id] : []
    }),
  )
  return { plan: makePlan(placed, ids, context, { passive, quick: true }), ids }
}

/** What the verification found. */
export interface Verification {
  judged: readonly Judged[]
  passed: readonly string[]
}

export function judgeVerification(
  { plan, ids }: ReturnType<typeof verificationPlan>,
  observations: Observations,
): Verification {
  const judged = judgePlan(plan.checks, observations, plan.context).filter(({ planned }) => ids.has(planned.check.id))
  return {
    judged,
    passed: judged.flatMap(({ planned, verdict }) => (verdict.status === "pass" ? [planned.check.id] : [])),
  }
}

/**
 * Checks that pass now and did not before. What acts on a host was not tried before: it counts as gained where something else of its
 * block was, since a block that stood already brought its points by the student's own work.
 */
export function gainedBy(before: Verification | undefined, after: Verification): string[] {
  const known = new Set(before?.passed ?? [])
  const tried = new Map((before?.judged ?? []).map(({ planned }) => [planned.check.id, planned.leftOut === undefined]))
  const gained = after.passed.filter((id) => !known.has(id))
  const blocks = new Set(gained.filter((id) => tried.get(id) !== false).map(blockOf))
  return gained.filter((id) => tried.get(id) !== false || blocks.has(blockOf(id)))
}

function blockOf(id: string): string {
  return id.slice(0, id.indexOf("."))
}
