import * as z from "zod/mini"

// The page's security policy forbids code made from text, which zod would try for speed.
z.config({ jitless: true })

/** What the model says to one drawing. Scores are keyed by label: which labels there are depends on the model. */
const Classification = z.object({
  prediction: z.string(),
  confidence: z.number(),
  scores: z.record(z.string(), z.number()),
})

const HistoryEntry = z.object({
  id: z.number(),
  prediction: z.string(),
  confidence: z.number(),
  model_version: z.string(),
  created_at: z.string(),
  correct_label: z.optional(z.nullable(z.string())),
})

const History = z.object({ results: z.array(HistoryEntry) })

/** The body of a refusal; proxies answer with pages of their own, so every part may be missing. */
const Problem = z.object({
  detail: z.optional(z.union([z.string(), z.array(z.object({ msg: z.string() }))])),
  request_id: z.optional(z.string()),
})

export type Classification = z.infer<typeof Classification>
export type HistoryEntry = z.infer<typeof HistoryEntry>
export type Problem = z.infer<typeof Problem>

/** @throws z.core.$ZodError when the value is no classification */
export const parseClassification = (value: unknown): Classification => z.parse(Classification, value)

/** @throws z.core.$ZodError when the value is no history */
export const parseHistory = (value: unknown): HistoryEntry[] => z.parse(History, value).results

/** @throws z.core.$ZodError when the value is no row */
export const parseHistoryEntry = (value: unknown): HistoryEntry => z.parse(HistoryEntry, value)

/** An empty problem for anything that is none. */
export const parseProblem = (value: unknown): Problem => {
  const { success, data } = z.safeParse(Problem, value)
  return success ? data : {}
}
