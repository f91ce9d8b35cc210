import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import path from "node:path"
import type { AuditEntry } from "../gradebook/changes/audit.js"
import { change } from "../gradebook/changes/change.js"
import type { Database } from "../gradebook/database.js"
import type { ReportFinding } from "./check-report.js"
import type { Deciding } from "./proposals.js"
import type { ReportValue } from "./report-value.js"

/** Keeps beside the student what was found in a report, under the hash of its bytes, so that another file shows. */
export async function keepReport(
  database: Database,
  {
    student,
    file,
    pages,
    findings,
  }: { student: string; file: string; pages: number; findings: readonly ReportFinding[] },
  { who, at }: Deciding,
): Promise<AuditEntry> {
  const hash = createHash("sha256")
    .update(await readFile(file))
    .digest("hex")
  const after: ReportValue = { file: path.basename(file), pages, findings: JSON.stringify(findings), who, at }
  return await change(database, { action: "report", student, subject: hash, after, who, at, why: undefined })
}
