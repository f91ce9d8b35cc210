import { z } from "zod"
import { track } from "./context.js"
import { hostRole } from "./observation.js"

export const REPORT_SCHEMA = "course.report/1"

const evidence = z.object({
  expected: z.string().optional(),
  actual: z.string().optional(),
  excerpt: z.string().optional(),
})

const checkResult = z.object({
  id: z.string(),
  title: z.string(),
  block: z.string(),
  step: z.string(),
  host: hostRole,
  status: z.enum(["pass", "fail", "skip", "error"]),
  optional: z.boolean(),
  informational: z.boolean().default(false).describe("Shown and never scored."),
  points: z.object({ earned: z.number(), possible: z.number() }),
  assisted: z.boolean().optional().describe("Its points were gained by a catch-up."),
  message: z.string().optional(),
  hint: z.string().optional(),
  evidence: evidence.optional(),
  because: z.string().optional().describe("The need that failed, or the reason of a skip or an error."),
  durationMs: z.number(),
})

const hostResult = z.object({
  role: hostRole,
  address: z.string(),
  reachable: z.boolean(),
  problem: z.string().optional(),
})

/** The versioned document of one run. Every other format is rendered from it. */
export const report = z.object({
  schema: z.literal(REPORT_SCHEMA),
  course: z.string(),
  blocks: z.array(z.string()),
  track,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  rules: z.string().describe("A hash of the checks that judged."),
  hosts: z.array(hostResult),
  checks: z.array(checkResult),
  score: z.object({ earned: z.number(), possible: z.number(), percent: z.number() }),
  summary: z.object({ pass: z.number(), fail: z.number(), skip: z.number(), error: z.number() }),
})

export type Report = z.infer<typeof report>
export type CheckResult = z.infer<typeof checkResult>
export type HostResult = z.infer<typeof hostResult>
