import { z } from "zod"

/** The first line of an asciicast, version 2. Keys that course does not use are let through. */
export const castHeader = z.looseObject({
  version: z.literal(2),
  width: z.number().int().min(1).max(10_000),
  height: z.number().int().min(1).max(10_000),
  timestamp: z.number().optional(),
  title: z.string().optional(),
  idle_time_limit: z.number().positive().optional(),
  env: z.record(z.string(), z.string()).optional(),
})
export type CastHeader = z.infer<typeof castHeader>

/** A further line: seconds since the beginning, what it is (`o` shown, `i` typed, `r` resized, others), and its text. */
export const castEvent = z.tuple([z.number().nonnegative(), z.string().min(1).max(16), z.string()])
export type CastEvent = z.infer<typeof castEvent>
