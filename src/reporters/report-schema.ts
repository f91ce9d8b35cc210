import { z } from "zod"
import { report } from "../engine/report.js"

/** The JSON Schema of `course.report/1` as published in templates/report.schema.json. */
export function reportSchema(): string {
  const schema = z.toJSONSchema(report)
  return `${JSON.stringify({ title: "course.report/1", description: "The report of one run of course.", ...schema }, null, 2)}\n`
}
