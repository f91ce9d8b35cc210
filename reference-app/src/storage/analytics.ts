import { z } from "zod"
import type { Database, Statement } from "./database.js"
import type { Analytics, Tally } from "./store.js"

/** One look at all rows: both tables of the answer are of the same moment. */
const COUNT_PREDICTIONS: Statement = {
  name: "count-predictions",
  text: `
  SELECT model_version, prediction, (created_at AT TIME ZONE 'UTC')::date::text AS day,
         count(*)::int AS count, sum(confidence) AS confidence
  FROM predictions GROUP BY 1, 2, 3 ORDER BY 1, 3, 2`,
}

const COMPARE_VERSIONS: Statement = {
  name: "compare-versions",
  text: `
  SELECT p.model_version, a.model_version AS other_version, count(*)::int AS count,
         count(*) FILTER (WHERE a.prediction = p.prediction)::int AS agreeing
  FROM prediction_alternatives a JOIN predictions p ON p.id = a.prediction_id
  GROUP BY 1, 2 ORDER BY 1, 2`,
}

const Counts = z.array(
  z.object({
    model_version: z.string(),
    prediction: z.string(),
    day: z.string(),
    count: z.int(),
    confidence: z.number(),
  }),
)
type Count = z.infer<typeof Counts>[number]

const Comparisons = z.array(
  z.object({ model_version: z.string(), other_version: z.string(), count: z.int(), agreeing: z.int() }),
)

/** Counts everything that is stored, per version of the model and per day of UTC, both in ascending order. */
export async function readAnalytics(database: Database): Promise<Analytics> {
  const counts = Counts.parse(await database.query(COUNT_PREDICTIONS, []))
  const comparisons = Comparisons.parse(await database.query(COMPARE_VERSIONS, []))
  return {
    by_version: tallies(counts, ({ model_version }) => model_version).map(([model_version, tally]) => ({
      model_version,
      ...tally,
    })),
    by_day: tallies(counts, ({ day }) => day).map(([day, tally]) => ({ day, ...tally })),
    comparisons,
  }
}

function tallies(counts: readonly Count[], keyOf: (count: Count) => string): [string, Tally][] {
  const groups = new Map<string, Count[]>()
  for (const count of counts) {
    const group = groups.get(keyOf(count))
    if (group) group.push(count)
    else groups.set(keyOf(count), [count])
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, group]) => [key, tally(group)])
}

function tally(group: readonly Count[]): Tally {
  // A map, because a prediction may be any text, even the name of something that every object has.
  const digits = new Map<string, number>()
  let count = 0
  let confidence = 0
  for (const entry of group) {
    digits.set(entry.prediction, (digits.get(entry.prediction) ?? 0) + entry.count)
    count += entry.count
    confidence += entry.confidence
  }
  return { count, mean_confidence: confidence / count, digits: Object.fromEntries([...digits].sort()) }
}
