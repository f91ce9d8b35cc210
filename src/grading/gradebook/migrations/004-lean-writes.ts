import type { Migration } from "./migration.js"

/**
 * Results are by far the most rows, and each was looked up in the table above it, which took as long as writing it. They are written by
 * the statement that holds the attempt's claim, and by the transaction that makes their judgement: there is nothing to look up.
 */
export const leanWrites: Migration = {
  id: 4,
  name: "lean-writes",
  sql: `
alter table course.noted drop constraint noted_run_id_student_fkey;
alter table course.verdicts drop constraint verdicts_judgement_fkey;
drop index course.verdicts_check;
`,
}
