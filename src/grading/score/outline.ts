import type { Catalog } from "../../engine/catalog.js"
import { stepsOfChecks } from "../../engine/block.js"
import type { Track } from "../../engine/context.js"
import type { HostRole } from "../../engine/observation.js"

/** A check as scores know it: where it stands in the course and what it is worth. */
export interface OutlineCheck {
  readonly id: string
  readonly title: string
  readonly block: string
  readonly step: string
  readonly host: HostRole
  readonly points: number
  readonly optional: boolean
  readonly informational: boolean
  readonly track: Track | undefined
}

/** The course as scores know it, in its order. */
export interface Outline {
  readonly blocks: readonly { readonly id: string; readonly title: string }[]
  readonly checks: readonly OutlineCheck[]
}

export function outlineOf(catalog: Catalog): Outline {
  return {
    blocks: catalog.blocks.map(({ id, title }) => ({ id, title })),
    checks: catalog.blocks.flatMap((block) =>
      [...stepsOfChecks(block)].flatMap(([id, step]) => {
        const check = catalog.checks.get(id)
        if (!check) return []
        const { title, host, points, optional, informational, track } = check
        return [{ id, title, block: block.id, step, host, points, optional, informational, track }]
      }),
    ),
  }
}

/** What a student of the track can have in a block without bonuses. */
export function possibleIn({ checks }: Outline, block: string, track: Track): number {
  return checks
    .filter((check) => check.block === block && !check.optional && (check.track ?? track) === track)
    .reduce((sum, { points }) => sum + points, 0)
}

/** The blocks that have checks, and the most that anybody can have in them. */
export function blocksOf(outline: Outline): { id: string; title: string; possible: number }[] {
  const withChecks = new Set(outline.checks.map(({ block }) => block))
  return outline.blocks
    .filter(({ id }) => withChecks.has(id))
    .map(({ id, title }) => ({
      id,
      title,
      possible: Math.max(possibleIn(outline, id, "typescript"), possibleIn(outline, id, "python")),
    }))
}
