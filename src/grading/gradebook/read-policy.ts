import { z } from "zod"
import type { GradingPolicy } from "../model.js"
import { DEFAULT_POLICY } from "../score/grade.js"
import type { Queries } from "./database.js"

export const gradeTable = z.array(z.object({ grade: z.string().min(1), from: z.number().min(0).max(100) }))

export const policySchema = z.object({
  count: z.enum(["best", "last"]),
  due: z.record(z.string(), z.iso.datetime({ offset: true })),
  late: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({
      kind: z.literal("percent"),
      percentPerDay: z.number().min(0).max(100),
      graceDays: z.number().int().min(0),
    }),
  ]),
  grades: gradeTable,
}) satisfies z.ZodType<GradingPolicy>

/** How attempts become grades in this gradebook. */
export async function readPolicy(database: Queries): Promise<GradingPolicy> {
  const [row] = await database.query("select policy from course.policy")
  return row === undefined ? DEFAULT_POLICY : policySchema.parse(row["policy"])
}
