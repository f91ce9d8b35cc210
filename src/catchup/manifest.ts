import { z } from "zod"
import type { CatchUpOptions, PlannedHost } from "./options.js"
import { catchUpRole, catchUpTag } from "./targets.js"

/** What the folder of a catch-up on a host says about it. */
export const manifest = z.object({
  schema: z.literal("course.catch-up/1"),
  id: z.string().regex(/^\d{8}-\d{6}$/),
  tag: catchUpTag,
  role: catchUpRole,
  repo: z.string().startsWith("/"),
  startedAt: z.iso.datetime(),
  /** Where Git stood before, for a person who looks into the folder. */
  before: z.object({ head: z.string(), branch: z.string(), origin: z.string(), clean: z.boolean() }),
})
export type Manifest = z.infer<typeof manifest>

export function manifestOf({ hand, view }: PlannedHost, id: string, { reference }: CatchUpOptions): Manifest {
  const { head, branch, origin, clean } = view.facts
  return {
    schema: "course.catch-up/1",
    id,
    tag: reference.tag,
    role: hand.role,
    repo: hand.repo,
    startedAt: new Date().toISOString(),
    before: { head, branch, origin, clean: clean !== undefined },
  }
}
