import { z } from "zod"
import { track } from "../../engine/context.js"
import { report } from "../../engine/report.js"
import { ATTEMPT_STATES, SOURCES } from "../model.js"

export const GRADEBOOK_SCHEMA = "course.gradebook/1"

/** `null` in JSON, undefined in the model: a reader sees that there is none, and not only that a key is missing. */
function absent<S extends z.ZodType>(schema: S) {
  return z.codec(schema.nullable(), z.custom<z.output<S> | undefined>(), {
    // Only null and what the schema gave arrive here.
    decode: (value) => (value ?? undefined) as z.output<S> | undefined,
    encode: (value) => (value ?? null) as z.output<z.ZodNullable<S>>,
  })
}

const state = z.enum(["proven", "kept", "overridden", "unobserved", "none"])
const points = z.number()

const override = z.object({ scope: z.string(), points, who: z.string(), at: z.string(), why: z.string() })

const flag = z.object({
  kind: z.enum(["machine-id", "host-key", "commits", "database", "times"]),
  students: z.array(z.string()),
  message: z.string(),
  evidence: z.string(),
})

const blockCell = z.object({
  block: z.string(),
  state,
  earned: points.describe("Points after late policy and overrides. Without meaning while nothing was observed."),
  possible: points,
  raw: points.describe("Points before the late policy."),
  because: absent(z.string()),
  provenAt: absent(z.string()),
  source: absent(z.enum(SOURCES)),
  override: absent(override),
  late: absent(z.object({ days: z.number(), factor: z.number() })),
  assisted: points.describe("Points that a catch-up brought."),
})

const checkCell = report.shape.checks.element.extend({ state, judgedAt: z.string(), override: absent(override) })

const note = z.object({
  at: z.string(),
  kind: z.enum(["retry", "problem", "flag"]),
  code: absent(z.string()),
  message: z.string(),
})

const historyEntry = z.object({
  runId: z.string(),
  at: z.string(),
  state: z.enum(ATTEMPT_STATES),
  source: z.enum(SOURCES),
  rules: absent(z.string()),
  earned: points,
  possible: points,
  hosts: report.shape.hosts,
  notes: z.array(note),
})

const studentRow = z.object({
  student: z.object({
    id: z.string(),
    name: z.string(),
    email: absent(z.string()),
    group: absent(z.string()),
    track,
  }),
  blocks: z.array(blockCell),
  checks: z.array(checkCell),
  rubric: z.array(
    z.object({ dimension: z.string(), points, of: points, who: z.string(), at: z.string(), note: absent(z.string()) }),
  ),
  total: z.object({ earned: points, possible: points, percent: points }),
  grade: absent(z.string()),
  flags: z.array(flag),
  history: z.array(historyEntry).describe("Attempts, newest first."),
})

const policy = z.object({
  count: z.enum(["best", "last"]),
  due: z.record(z.string(), z.string()),
  late: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.literal("percent"), percentPerDay: z.number(), graceDays: z.number() }),
  ]),
  grades: z.array(z.object({ grade: z.string(), from: z.number() })),
})

/** A gradebook as a versioned document. Names what belongs in it: anything else that an object carries stays out. */
export const gradebookDocument = z.object({
  schema: z.literal(GRADEBOOK_SCHEMA),
  takenAt: z.string(),
  rules: absent(z.string()),
  blocks: z.array(z.object({ id: z.string(), title: z.string(), possible: points })),
  policy,
  students: z.array(studentRow),
})
export type GradebookDocument = z.input<typeof gradebookDocument>
