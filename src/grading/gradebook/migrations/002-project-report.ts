import type { Migration } from "./migration.js"

/** Topics of the Projektbericht, and what was found in the reports that were handed in. A topic of a block has one holder. */
export const projectReport: Migration = {
  id: 2,
  name: "project-report",
  sql: `
create table course.proposals (
  student text not null references course.students (id),
  id text not null unique,
  block text not null,
  title text not null,
  topic text not null,
  category text not null,
  text text not null,
  submitted_at timestamptz not null,
  state text not null check (state in ('submitted', 'approved', 'rejected')),
  decided_by text,
  decided_at timestamptz,
  why text,
  primary key (student, id)
);
create unique index proposals_topic on course.proposals (block, topic) where state <> 'rejected';

create table course.project_reports (
  student text not null references course.students (id),
  hash text not null,
  file text not null,
  pages integer not null,
  findings text not null,
  who text not null,
  at timestamptz not null,
  primary key (student, hash)
);
`,
}
