import type { Block } from "../engine/block.js"
import { placedChecks, type Catalog, type PlacedCheck } from "../engine/catalog.js"
import type { Context } from "../engine/context.js"
import type { HostRole } from "../engine/observation.js"
import { isActive, type ProbeSpec } from "../engine/probe.js"

/** A step as the runner shows it. */
export interface OutlineStep {
  id: string
  title: string
  exercise: { id: string; title: string; optional: boolean }
  /** May be left out: it belongs to an optional exercise, or only gives a bonus. */
  optional: boolean
  checks: OutlineCheck[]
}

/** What the runner has to know about a check without looking into it. */
export interface OutlineCheck {
  id: string
  title: string
  host: HostRole
  step: string
  needs: readonly string[]
  /** Decides whether its step is green: neither a bonus beside mandatory ones nor a mere remark about the machine. */
  decides: boolean
  /** What it gives; a bonus costs nothing where it is missing. */
  points: number
  bonus: boolean
  /** What it does to hosts in order to know; empty for one that only looks. */
  effects: string[]
  /** What starting the thing does that has to be there while it looks, such as the service in development. */
  starts: string | undefined
  /** Interrupts a host, such as by a reboot. */
  disruptive: boolean
  asks: boolean
}

/** A block as a way from step to step, for one track. */
export interface Outline {
  block: Pick<Block, "id" | "number" | "title" | "from" | "tag">
  steps: OutlineStep[]
  /** All checks of the track that are loaded, those of other blocks as well: steps may wait for them. */
  checks: ReadonlyMap<string, OutlineCheck>
}

export function outlineOf(catalog: Catalog, blockId: string, context: Context): Outline | undefined {
  const block = catalog.blocks.find(({ id }) => id === blockId)
  if (!block) return undefined
  const placed = placedChecks(catalog, context.track)
  const checks = new Map<string, OutlineCheck>()
  const steps = block.exercises.flatMap((exercise) =>
    exercise.steps.map(({ id, title }): OutlineStep => {
      const mine = placed.filter(({ step, block: of }) => step === id && of === blockId)
      const scored = mine.filter(({ check }) => !check.informational)
      const bonus = scored.length > 0 && scored.every(({ check }) => check.optional)
      return {
        id,
        title,
        exercise: { id: exercise.id, title: exercise.title, optional: exercise.optional === true },
        optional: exercise.optional === true || bonus,
        checks: mine.map((each) => outlineCheck(each, bonus, context)),
      }
    }),
  )
  const { id, number, title, from, tag } = block
  for (const each of placed) checks.set(each.check.id, outlineCheck(each, false, context))
  for (const check of steps.flatMap((step) => step.checks)) checks.set(check.id, check)
  return { block: { id, number, title, from, tag }, steps, checks }
}

function outlineCheck({ check, step }: PlacedCheck, bonusStep: boolean, context: Context): OutlineCheck {
  const specs: ProbeSpec[] = Object.values(check.probes(context)).map(({ spec }) => spec)
  // A fixture is started for whoever needs it. Only its own check is active because of it; the others look once it is there.
  const acting = specs.filter(isActive)
  return {
    id: check.id,
    title: check.title,
    host: check.host,
    step,
    needs: check.needs,
    points: check.points,
    bonus: check.optional,
    decides: !check.informational && (bonusStep || !check.optional),
    effects: [...new Set(acting.map((spec) => ("effects" in spec ? (spec.effects ?? "") : "")))],
    starts: check.fixture?.effects,
    disruptive: specs.some((spec) => "disruptive" in spec && spec.disruptive === true),
    asks: check.question !== undefined,
  }
}
