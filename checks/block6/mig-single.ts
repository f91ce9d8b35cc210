import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { addingMigrations, committedMigrations, isDown, NEW_COLUMN } from "../library/migrations.js"

const SQL_CHANGES = /^\s*(alter|create|drop|truncate|delete|update|insert)\b/i
const CODE_CHANGES =
  /\b(op|pgm|table|knex\.schema)\.(add_?columns?|create_?table|drop_?table|alter_?column|execute|create_?index|string|text)\b/gi
const REVERSES = /drop\s+column\s+(if\s+exists\s+)?"?client_ip|drop_?columns?\W+[^\n]*client_ip/i

export default defineCheck({
  id: "b6.mig-single",
  title: "One migration adds client_ip, nothing else, and can be taken back",
  host: "dev",
  optional: true,
  needs: ["b6.mig-tool"],
  probes: (context) => ({ migrations: committedMigrations(context, "dev") }),
  judge: ({ migrations }) => {
    const [migration] = addingMigrations(migrations)
    if (!migration)
      return fail({
        message: `No migration adds ${NEW_COLUMN}.`,
        expected: `a migration that adds the column ${NEW_COLUMN}`,
        actual: migrations.files.map(({ path }) => path).join(", "),
      })
    const changes = upwards(migration.lines.join("\n"), migration.path)
    const tables = changes.filter((change) => /create_?\s*table|drop_?\s*table/i.test(change))
    const allText = migrations.files.map(({ lines }) => lines.join("\n")).join("\n")
    return all(
      expect(tables.length === 0, {
        message: "The migration also creates or drops a table.",
        expected: `ADD COLUMN ${NEW_COLUMN} and nothing else`,
        actual: tables.join("; ").slice(0, 200),
        hint: "Autogenerate did not see the table: import the metadata of your models in env.py, connect to the right database, and generate it anew.",
      }),
      expect(changes.length === 1, {
        message: "The migration does more than add the one column.",
        expected: `ADD COLUMN ${NEW_COLUMN} and nothing else`,
        actual: changes.map((change) => change.trim().slice(0, 80)).join("; "),
      }),
      expect(REVERSES.test(allText), {
        message: "The migration cannot be taken back.",
        expected: `something that drops ${NEW_COLUMN} again`,
        actual: migrations.files.some(({ path }) => isDown(path)) ? "a way back that does not drop it" : "no way back",
        hint: "Write the other direction too: `downgrade()`, a section `-- down`, or a file beside it that drops the column.",
      }),
    )
  },
  hint: "Generate the revision, read it, and take out what does not belong there.",
})

/** What the migration changes on the way up: statements of SQL, or calls of a tool. */
function upwards(text: string, path: string): string[] {
  const up =
    text.split(
      /^\s*(?:--\s*(?:migrate:)?down\b|def downgrade|exports\.down|export (?:async )?(?:function|const) down|\/\/\s*down)/im,
    )[0] ?? ""
  if (!path.endsWith(".sql")) return up.match(CODE_CHANGES) ?? []
  return up
    .replaceAll(/--[^\n]*/g, "")
    .split(";")
    .filter((statement) => SQL_CHANGES.test(statement))
}
