import type { Migration } from "./migration.js"

/** Which bundles were taken, so that none counts twice: neither the same one nor its observations under another id. */
export const submissions: Migration = {
  id: 3,
  name: "submissions",
  sql: `
create table course.submissions (
  id text primary key,
  observations text not null unique,
  student text not null references course.students (id),
  run_id text not null references course.runs (id),
  signed_with text not null,
  made_at timestamptz not null,
  imported_at timestamptz not null default clock_timestamp()
);
create index submissions_run on course.submissions (run_id, student);
`,
}
