import { z } from "zod"

/** What the gradebook keeps of a report that was looked at; the file itself stays where it is. */
export const reportValue = z.object({
  /** The name of the file, without its folder. */
  file: z.string(),
  pages: z.number(),
  /** JSON. */
  findings: z.string(),
  who: z.string(),
  at: z.iso.datetime(),
})
export type ReportValue = z.infer<typeof reportValue>
export const REPORT_COLUMNS = Object.keys(reportValue.shape)
