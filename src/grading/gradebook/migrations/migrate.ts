import { z } from "zod"
import { CourseError } from "../../../errors/course-error.js"
import type { Database } from "../database.js"
import { gradebook } from "./001-gradebook.js"
import { projectReport } from "./002-project-report.js"
import { submissions } from "./003-submissions.js"
import { leanWrites } from "./004-lean-writes.js"
import type { Migration } from "./migration.js"

/** All steps, in order. */
export const MIGRATIONS: readonly Migration[] = [gradebook, projectReport, submissions, leanWrites]

/** Any number, the same for every course: whoever holds it may change the tables. */
const LOCK = 0x636f7572

const applied = z.array(z.object({ id: z.number(), name: z.string() }))

/**
 * Brings the tables to the form that this course knows: all steps or none. Of several that start at once, one does it.
 * @throws CourseError COURSE_GRADEBOOK when a newer course has been there
 */
export async function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  if ((await missing(database, migrations)).length === 0) return
  await database.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock($1)::text as held", [LOCK])
    await tx.script(`
      create schema if not exists course;
      create table if not exists course.schema_migrations (
        id integer primary key, name text not null, applied_at timestamptz not null default clock_timestamp()
      );`)
    const known = applied.parse(await tx.query("select id, name from course.schema_migrations order by id"))
    for (const { id, name, sql } of migrations.slice(known.length)) {
      await tx.script(sql)
      await tx.query("insert into course.schema_migrations (id, name) values ($1, $2)", [id, name])
    }
  })
}

/** The steps still to be done, without a lock: mostly there are none. */
async function missing(database: Database, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const [table] = await database.query("select to_regclass('course.schema_migrations') is not null as there")
  if (table?.["there"] !== true) return migrations
  const known = applied.parse(await database.query("select id, name from course.schema_migrations order by id"))
  const strange = known.find(({ id, name }, index) => migrations[index]?.id !== id || migrations[index].name !== name)
  if (strange === undefined) return migrations.slice(known.length)
  throw new CourseError(
    "COURSE_GRADEBOOK",
    `The gradebook in ${database.place} has a form (${strange.id} ${strange.name}) that this course does not know.`,
    { hint: "A newer course made it. Update this one." },
  )
}
