import { z } from "zod"
import type { Database, Statement } from "./database.js"
import type { NewPrediction } from "./store.js"

/**
 * Writes rows and their alternatives with one statement, which is one transaction. A row whose `ref` is there already
 * stays as it is: its first writing was committed, only the answer was lost.
 * @returns the id of every row, by `ref` in small letters; a row that was written before and deleted since has none.
 */
export async function insertPredictions(
  database: Database,
  rows: readonly NewPrediction[],
): Promise<ReadonlyMap<string, number>> {
  const alternatives = rows.flatMap(({ ref, alternatives }) => alternatives.map((other) => ({ ref, ...other })))
  const [statement, values] =
    alternatives.length === 0
      ? [INSERT, columns(rows)]
      : [INSERT_WITH_ALTERNATIVES, [...columns(rows), ...alternativeColumns(alternatives)]]
  const ids = new Map<string, number>()
  collect(ids, await database.query(statement, values))
  const missing = rows.filter(({ ref }) => !ids.has(ref.toLowerCase())).map(({ ref }) => ref)
  if (missing.length > 0) collect(ids, await database.query(FIND_REFS, [missing]))
  return ids
}

const Refs = z.array(z.object({ id: z.int(), ref: z.string() }))

function collect(ids: Map<string, number>, found: unknown[]): void {
  for (const { id, ref } of Refs.parse(found)) ids.set(ref, id)
}

const INSERT_ROWS = `
  INSERT INTO predictions (ref, prediction, confidence, model_version, created_at, client_ip)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::float8[], $4::text[], $5::timestamptz[], $6::text[])
  ON CONFLICT (ref) DO NOTHING RETURNING id, ref`

const INSERT: Statement = { name: "insert", text: INSERT_ROWS }

const INSERT_WITH_ALTERNATIVES: Statement = {
  name: "insert-with-alternatives",
  text: `
  WITH stored AS (${INSERT_ROWS}),
  compared AS (
    INSERT INTO prediction_alternatives (prediction_id, model_version, prediction, confidence)
    SELECT stored.id, other.model_version, other.prediction, other.confidence
    FROM unnest($7::uuid[], $8::text[], $9::text[], $10::float8[]) AS other (ref, model_version, prediction, confidence)
    JOIN stored USING (ref)
  )
  SELECT id, ref FROM stored`,
}

const FIND_REFS: Statement = {
  name: "find-refs",
  text: "SELECT id, ref FROM predictions WHERE ref = ANY ($1::uuid[])",
}

function columns(rows: readonly NewPrediction[]): unknown[] {
  return [
    rows.map(({ ref }) => ref),
    rows.map(({ prediction }) => prediction),
    rows.map(({ confidence }) => finite(confidence)),
    rows.map(({ modelVersion }) => modelVersion),
    rows.map(({ createdAt }) => createdAt.toISOString()),
    rows.map(({ clientIp }) => clientIp ?? null),
  ]
}

function alternativeColumns(
  alternatives: readonly { ref: string; modelVersion: string; prediction: string; confidence: number }[],
): unknown[] {
  return [
    alternatives.map(({ ref }) => ref),
    alternatives.map(({ modelVersion }) => modelVersion),
    alternatives.map(({ prediction }) => prediction),
    alternatives.map(({ confidence }) => finite(confidence)),
  ]
}

/** PostgreSQL would take "NaN" and "Infinity", which JSON cannot say: one such row would spoil every page it is on. */
function finite(confidence: number): number {
  if (!Number.isFinite(confidence)) throw new RangeError(`the confidence ${confidence} is no number to store`)
  return confidence
}
