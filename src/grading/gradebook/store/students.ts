import type { Student } from "../../model.js"
import type { Queries } from "../database.js"
import { studentRow } from "./rows.js"

/** Adds students, or updates those that are known. */
export async function enrol(database: Queries, students: readonly Student[]): Promise<void> {
  // One statement may not touch a row twice: of a student named twice, the last counts.
  const each = [...new Map(students.map((student) => [student.id, student])).values()]
  await database.query(
    `insert into course.students (id, name, email, "group", track)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
     on conflict (id) do update
       set name = excluded.name, email = excluded.email, "group" = excluded."group", track = excluded.track`,
    [
      each.map(({ id }) => id),
      each.map(({ name }) => name),
      each.map(({ email }) => email ?? null),
      each.map(({ group }) => group ?? null),
      each.map(({ track }) => track),
    ],
  )
}

/** Everybody, by group and then by name. */
export async function allStudents(database: Queries): Promise<Student[]> {
  const rows = await database.query(`select id, name, email, "group", track from course.students`)
  const order = new Intl.Collator("de", { numeric: true })
  return studentRow
    .array()
    .parse(rows)
    .sort(
      (a, b) =>
        order.compare(a.group ?? "", b.group ?? "") || order.compare(a.name, b.name) || order.compare(a.id, b.id),
    )
}
