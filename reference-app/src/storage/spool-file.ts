import { readFile } from "node:fs/promises"
import { z } from "zod"
import type { NewPrediction } from "./store.js"

const Row = z.strictObject({
  ref: z.uuid(),
  prediction: z.string(),
  confidence: z.number(),
  modelVersion: z.string(),
  createdAt: z.iso.datetime().transform((text) => new Date(text)),
  clientIp: z.string().optional(),
  alternatives: z.array(z.object({ modelVersion: z.string(), prediction: z.string(), confidence: z.number() })),
})

/** What a file of the spool holds. */
export interface SpoolContent {
  readonly rows: readonly NewPrediction[]
  /** Whole lines that are no row of this version; they were not written by a crash. */
  readonly unreadable: readonly string[]
}

/** The line that stands for a row: JSON, so it ends where the first line break is. */
export function spoolLine({ ref, prediction, confidence, modelVersion, createdAt, ...rest }: NewPrediction): string {
  const { clientIp, alternatives } = rest
  const row = { ref, prediction, confidence, modelVersion, createdAt: createdAt.toISOString(), clientIp, alternatives }
  return `${JSON.stringify(row)}\n`
}

/**
 * Reads a file of the spool. A last line without its line break is what a crash left of a row that nobody was told
 * is safe; it is not a row.
 */
export async function readSpoolFile(path: string): Promise<SpoolContent> {
  const lines = (await readFile(path, "utf8")).split("\n").slice(0, -1)
  const rows: NewPrediction[] = []
  const unreadable: string[] = []
  for (const line of lines) {
    const row = parse(line)
    if (row) rows.push(row)
    else unreadable.push(line)
  }
  return { rows, unreadable }
}

function parse(line: string): NewPrediction | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  const result = Row.safeParse(value)
  if (!result.success) return undefined
  const { clientIp, ...row } = result.data
  return clientIp === undefined ? row : { ...row, clientIp }
}
