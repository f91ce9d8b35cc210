import { z } from "zod"

/** What the load generator is told. */
export const loadOptions = z.object({
  port: z.int(),
  key: z.string(),
  connections: z.int(),
  /** How long each of them waits after an answer. */
  pauseMs: z.number(),
  /** Images in one request: 1 asks /classify, more asks /classify/batch. */
  batch: z.int().min(1),
  timeoutMs: z.number(),
  /** Number of the first drawing: two runs with different ones send different drawings. */
  firstNumber: z.int(),
})

/** What became of one request. */
export const outcome = z.object({
  /** When it was sent, in milliseconds since 1970, and how long its answer took. */
  at: z.number(),
  ms: z.number(),
  images: z.int(),
  /** Not there when the connection ended without an answer. */
  status: z.int().optional(),
  /** Of an answer with status 200. */
  confidences: z.array(z.number()).optional(),
  /** Of any other answer. */
  body: z.string().optional(),
  retryAfter: z.string().optional(),
  error: z.string().optional(),
})
export type Outcome = z.output<typeof outcome>

/** What the opener of slow connections is told. */
export const slowOptions = z.object({
  port: z.int(),
  /** Connections that never finish their headers, and such that never finish their body. */
  headers: z.int(),
  bodies: z.int(),
  byteEveryMs: z.number(),
})

/** What became of slow connections so far. */
export const slowCount = z.object({
  open: z.int(),
  /** Never connected. */
  refused: z.int(),
  /** Ended by the server. */
  closed: z.int(),
  /** By the status they were answered with. */
  statuses: z.record(z.string(), z.int()),
})
export type SlowCount = z.output<typeof slowCount>
