import { z } from "zod"
import { track } from "../../../engine/context.js"
import {
  ATTEMPT_STATES,
  SOURCES,
  type Attempt,
  type ClassFlag,
  type Run,
  type RunRequest,
  type Student,
} from "../../model.js"

/** The rows of the gradebook as they are believed: each is parsed by one of these. */
export const time = z.iso.datetime()
const nullable = <T>(schema: z.ZodType<T>) => schema.nullish().transform((value) => value ?? undefined)

export const studentRow = z.object({
  id: z.string(),
  name: z.string(),
  email: nullable(z.string()),
  group: nullable(z.string()),
  track,
}) satisfies z.ZodType<Student>

const runRequest = z.object({
  words: z.array(z.string()),
  passive: z.boolean(),
  quick: z.boolean(),
  excluded: z.array(z.string()),
  repeat: z.number(),
  rosterHash: z.string(),
  source: z.enum(SOURCES),
  startedBy: z.string(),
}) satisfies z.ZodType<RunRequest>

export const RUN_COLUMNS = "id, request, started_at, finished_at"

export const runRow = z
  .object({ id: z.string(), request: runRequest, started_at: time, finished_at: nullable(time) })
  .transform(({ id, request, started_at, finished_at }): Run => ({
    ...request,
    id,
    startedAt: started_at,
    finishedAt: finished_at,
  }))

export const attemptNotes = z.array(
  z.object({
    at: z.string(),
    kind: z.enum(["retry", "problem", "flag"]),
    code: z
      .string()
      .optional()
      .transform((code) => code),
    message: z.string(),
  }),
)

export const ATTEMPT_COLUMNS = "run_id, student, state, worker, tries, started_at, finished_at, notes"

export const attemptRow = z
  .object({
    run_id: z.string(),
    student: z.string(),
    state: z.enum(ATTEMPT_STATES),
    worker: nullable(z.string()),
    tries: z.number(),
    started_at: nullable(time),
    finished_at: nullable(time),
    notes: attemptNotes,
  })
  .transform(({ run_id, started_at, finished_at, notes, ...rest }): Attempt => ({
    ...rest,
    runId: run_id,
    startedAt: started_at,
    finishedAt: finished_at,
    notes: notes.map((note) => ({ ...note, code: note.code })),
  }))

export const classFlag = z.object({
  kind: z.enum(["machine-id", "host-key", "commits", "database", "times"]),
  students: z.array(z.string()),
  message: z.string(),
  evidence: z.string(),
}) satisfies z.ZodType<ClassFlag>
