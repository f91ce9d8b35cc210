import { stepsOfChecks, type Block } from "./block.js"
import type { Check } from "./check.js"
import type { Track } from "./context.js"

/** All blocks and checks that one run can draw from. */
export interface Catalog {
  readonly blocks: readonly Block[]
  readonly checks: ReadonlyMap<string, Check>
  /** A hash of everything that judges, so that a report says which rules made it. */
  readonly rules: string
}

/** A check with its place in the course. */
export interface PlacedCheck {
  readonly check: Check
  readonly block: string
  readonly step: string
}

/** What is wrong with the content itself; empty when all is well. */
export function contentFaults(catalog: Catalog): string[] {
  const faults: string[] = []
  const placed = new Set<string>()
  for (const block of catalog.blocks) {
    for (const [id, step] of stepsOfChecks(block)) {
      if (placed.has(id)) faults.push(`${id} is proven by two steps`)
      placed.add(id)
      if (!catalog.checks.has(id)) faults.push(`${step} names ${id}, which no file in checks/ defines`)
    }
  }
  for (const check of catalog.checks.values()) {
    if (!placed.has(check.id)) faults.push(`${check.id} belongs to no step of a block`)
    if (check.hint.trim() === "") faults.push(`${check.id} has no hint`)
    for (const need of check.needs) {
      if (!catalog.checks.has(need)) faults.push(`${check.id} needs ${need}, which does not exist`)
    }
  }
  faults.push(...cycles(catalog.checks).map((id) => `${id} needs itself, by way of others`))
  return faults
}

function cycles(checks: ReadonlyMap<string, Check>): string[] {
  const reaches = (from: string, target: string, seen: Set<string>): boolean =>
    (checks.get(from)?.needs ?? []).some((need) => {
      if (need === target) return true
      if (seen.has(need)) return false
      seen.add(need)
      return reaches(need, target, seen)
    })
  return [...checks.keys()].filter((id) => reaches(id, id, new Set()))
}

/** The checks of a track in the order of the course. */
export function placedChecks(catalog: Catalog, track: Track): PlacedCheck[] {
  return catalog.blocks.flatMap((block) =>
    [...stepsOfChecks(block)].flatMap(([id, step]) => {
      const check = catalog.checks.get(id)
      return check && (check.track === undefined || check.track === track) ? [{ check, block: block.id, step }] : []
    }),
  )
}

/**
 * The checks that words of a command line name: a block (`block5`, `5`), an exercise (`5.4`), a step (`5.4.6`), a check
 * (`b5.active`). No words: everything.
 * @returns the chosen ids, and the words that name nothing
 */
export function select(
  catalog: Catalog,
  track: Track,
  words: readonly string[],
): { ids: Set<string>; unknown: string[] } {
  const placed = placedChecks(catalog, track)
  const unknown: string[] = []
  if (words.length === 0) return { ids: new Set(placed.map(({ check }) => check.id)), unknown }
  const ids = new Set<string>()
  for (const word of words) {
    const named = placed.filter(
      ({ check, block, step }) =>
        check.id === word || block === word || block === `block${word}` || step === word || step.startsWith(`${word}.`),
    )
    if (named.length === 0) unknown.push(word)
    for (const { check } of named) ids.add(check.id)
  }
  return { ids, unknown }
}

/** All words that `select` understands. */
export function selectable(catalog: Catalog): string[] {
  return catalog.blocks.flatMap((block) => [
    block.id,
    ...block.exercises.flatMap((exercise) => [
      exercise.id,
      ...exercise.steps.flatMap((step) => [step.id, ...step.outcomes]),
    ]),
  ])
}
