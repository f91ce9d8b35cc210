import { z } from "zod"

const MARKS = ["complete", "begun", "set-up", "finished", "undoing", "undone"] as const

/** A catch-up as its folder on the host tells it: its id, and how far it came. */
export const journal = z
  .string()
  .transform((line) => line.split(" "))
  .pipe(z.tuple([z.string().regex(/^\d{8}-\d{6}$/)], z.enum(MARKS)))
  .transform(([id, ...marks]) => ({ id, marks: new Set(marks) }))
export type Journal = z.infer<typeof journal>

/** The newest catch-up of a host, if it was cut before its end. */
export function openJournal(journals: readonly Journal[]): Journal | undefined {
  const newest = [...journals].sort((a, b) => a.id.localeCompare(b.id)).at(-1)
  return newest && !newest.marks.has("finished") && !newest.marks.has("undone") ? newest : undefined
}
