import { z } from "zod"
import type { Drawing } from "./drawings.js"

const answerSchema = z.object({
  prediction: z.string(),
  confidence: z.number(),
  scores: z.record(z.string(), z.number()),
})

/**
 * Sends a few drawings and holds the answers against the model's own arithmetic: a server that is fast because it does not classify is
 * not measured.
 * @throws Error naming what was answered instead
 */
export async function verifyAnswers(url: string, key: string, drawn: readonly Drawing[]): Promise<void> {
  for (const { body, prediction } of drawn.slice(0, 9)) {
    const headers = { "content-type": "application/json", "x-api-key": key }
    const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) })
    const text = await response.text()
    const answer = response.ok ? answerSchema.parse(JSON.parse(text)) : undefined
    if (answer?.prediction !== prediction)
      throw new Error(`${url} answered ${response.status} ${text.slice(0, 300)}, the model says ${prediction}`)
  }
}
