import type { Run } from "../model.js"
import type { GradingQueue } from "./grading-queue.js"
import { openGradingQueue } from "./pg-boss-queue.js"

/**
 * Puts students of an open run into the queue, for workers that have all of the labels and the same checks. May be repeated: who waits
 * there already is passed over.
 * @param students those of the run that are not finished
 * @param rules hash of the catalog that was loaded with the words of the run
 * @returns how many were added
 */
export async function enqueueRun(
  { id }: Pick<Run, "id">,
  students: readonly string[],
  { rules, labels, databaseUrl }: { rules: string; labels: readonly string[]; databaseUrl: string | undefined },
): Promise<number> {
  const queue: GradingQueue = await openGradingQueue(databaseUrl)
  try {
    return await queue.put({ runId: id, rules, labels }, students)
  } finally {
    await queue.close()
  }
}
