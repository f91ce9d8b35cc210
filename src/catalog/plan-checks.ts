import { placedChecks, type Catalog } from "../engine/catalog.js"
import type { Context } from "../engine/context.js"
import type { HostRole } from "../engine/observation.js"
import { makePlan, type Plan, type PlanOptions } from "../engine/plan.js"
import { CourseError } from "../errors/course-error.js"
import { selectChecks } from "./select-checks.js"

export interface Choice {
  /** Blocks, exercises, steps, checks; none means everything. */
  words: readonly string[]
  /** Only checks whose outcome lives there; none means all. */
  hosts: readonly HostRole[]
  passive: boolean
  quick: boolean
  leaveOut?: PlanOptions["leaveOut"]
}

/** Chooses checks and plans what to observe for them. */
export function planChecks(
  catalog: Catalog,
  context: Context,
  { words, hosts, passive, quick, leaveOut }: Choice,
): Plan {
  const placed = placedChecks(catalog, context.track)
  const selected = selectChecks(catalog, context.track, words)
  const ids = new Set(
    placed.flatMap(({ check }) =>
      selected.has(check.id) && (hosts.length === 0 || hosts.includes(check.host)) ? [check.id] : [],
    ),
  )
  if (ids.size === 0) {
    const where = hosts.length > 0 ? ` on ${hosts.join(" or ")}` : ""
    throw new CourseError(
      "COURSE_UNKNOWN_ID",
      `There is nothing to check${where}: ${words.join(", ") || "no block"} has no check there.`,
      {
        hint: "Leave --host away, or name another block.",
      },
    )
  }
  return makePlan(placed, ids, context, { passive, quick, named: new Set(words), leaveOut })
}
