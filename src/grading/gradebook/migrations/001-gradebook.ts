import type { Migration } from "./migration.js"

/**
 * What comes from hosts is kept as `json` text, which bears every character that JSON can name; `text` columns hold ids and what people
 * here typed. `judgements` are never changed but for which of an attempt's is current.
 */
export const gradebook: Migration = {
  id: 1,
  name: "gradebook",
  sql: `
create table course.students (
  id text primary key,
  name text not null,
  email text,
  "group" text,
  track text not null,
  enrolled_at timestamptz not null default clock_timestamp()
);

create table course.runs (
  id text primary key,
  request json not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
create index runs_started on course.runs (started_at desc);

create table course.attempts (
  run_id text not null references course.runs (id),
  student text not null references course.students (id),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'graded', 'unobserved')),
  worker text,
  token bigint not null default 0,
  tries integer not null default 0,
  started_at timestamptz,
  heard_at timestamptz,
  finished_at timestamptz,
  notes json not null default '[]',
  primary key (run_id, student)
);
create index attempts_student on course.attempts (student);

create table course.noted (
  run_id text not null,
  student text not null,
  check_id text not null,
  result json not null,
  primary key (run_id, student, check_id),
  foreign key (run_id, student) references course.attempts (run_id, student)
);

create table course.rules (
  hash text primary key,
  first_seen timestamptz not null default clock_timestamp()
);

create table course.recordings (
  run_id text not null,
  student text not null,
  encoding text not null,
  body bytea not null,
  primary key (run_id, student),
  foreign key (run_id, student) references course.attempts (run_id, student)
);

create table course.judgements (
  id text primary key,
  run_id text not null,
  student text not null,
  rules text not null references course.rules (hash),
  judged_at timestamptz not null default clock_timestamp(),
  observed_at timestamptz not null,
  current boolean not null,
  report json not null,
  foreign key (run_id, student) references course.attempts (run_id, student)
);
create unique index judgements_current on course.judgements (run_id, student) where current;
create index judgements_student on course.judgements (student);

create table course.verdicts (
  judgement text not null references course.judgements (id),
  position integer not null,
  check_id text not null,
  block text not null,
  status text not null,
  earned double precision not null,
  possible double precision not null,
  result json not null,
  primary key (judgement, position)
);
create index verdicts_check on course.verdicts (check_id);

create table course.overrides (
  student text not null references course.students (id),
  scope text not null,
  points double precision not null,
  who text not null,
  at timestamptz not null,
  why text not null,
  primary key (student, scope)
);

create table course.rubric_scores (
  student text not null references course.students (id),
  dimension text not null,
  points double precision not null,
  "of" double precision not null,
  who text not null,
  at timestamptz not null,
  note text,
  primary key (student, dimension)
);

create table course.extensions (
  student text not null references course.students (id),
  block text not null,
  until timestamptz not null,
  who text not null,
  at timestamptz not null,
  why text not null,
  primary key (student, block)
);

create table course.policy (
  one boolean primary key default true check (one),
  policy json not null
);

create table course.flags (
  key text primary key,
  run_id text not null references course.runs (id),
  flag json not null,
  at timestamptz not null default clock_timestamp()
);

create table course.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  action text not null,
  student text,
  subject text not null,
  before json,
  after json,
  why text,
  undoes bigint unique references course.audit (id)
);

create function course.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'The audit trail is only ever added to.';
end $$;
create trigger audit_is_kept before update or delete on course.audit
  for each row execute function course.refuse();
`,
}
