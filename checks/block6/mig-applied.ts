import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail, unobserved } from "../../src/engine/verdict.js"
import { clientAddresses } from "../library/client-addresses.js"
import { addingMigrations, committedMigrations, isDown, NEW_COLUMN } from "../library/migrations.js"

export default defineCheck({
  id: "b6.mig-applied",
  title: "prod's database is at the newest migration, applied before the restart",
  host: "prod",
  optional: true,
  needs: ["b6.table-prod"],
  probes: (context) => ({ migrations: committedMigrations(context, "prod"), rows: clientAddresses(context) }),
  judge: ({ migrations, rows }) => {
    if (rows.has("problem")) return unobserved(`The rows on prod could not be looked at: ${rows.get("problem")}`)
    if (addingMigrations(migrations).length === 0)
      return fail({
        message: `prod's checkout has no migration that adds ${NEW_COLUMN}.`,
        expected: "the migration of step 6.4.4",
        actual: migrations.files.map(({ path }) => path).join(", ") || "no migrations",
        hint: "Commit and push it on dev, then pull on prod.",
      })
    const applied = rows.all("applied")
    const pending = migrations.files.filter(({ path, lines }) => !isDown(path) && !isNoted(path, lines, applied))
    return all(
      expect(rows.has("column"), {
        message: `The table on prod has no column ${NEW_COLUMN}.`,
        expected: "the migration applied",
        actual: `noted: ${applied.join(", ") || "nothing"}`,
      }),
      expect(pending.length === 0 || applied.length === 0 || !migrations.files.every(({ path }) => /\d/.test(path)), {
        message: `prod's database has not noted ${pending.map(({ path }) => path).join(", ")}.`,
        expected: "the newest migration",
        actual: applied.join(", "),
      }),
      expect(applied.length > 0, {
        message: "prod's database keeps no count of applied migrations.",
        expected: "a table such as alembic_version or schema_migrations",
        actual: "(none)",
      }),
      expect(rows.get("failed") === "0" || rows.get("failed") === "", {
        message: "The new code ran on prod before its column was there.",
        expected: "no failed INSERT since the pull",
        actual: `${rows.get("failed")} errors in the journal`,
        hint: "The order is: pins, migration, then restart.",
      }),
    )
  },
  hint: "On prod: pull, install the pins, apply the migrations (`npm run migrate`, `alembic upgrade head`), then restart.",
})

/** Noted by file name, or by the revision that the file names; a chain notes its head only, and what another file follows is behind it. */
function isNoted(path: string, lines: string[], applied: string[]): boolean {
  const name = path.split("/").at(-1) ?? ""
  const revision = /^revision\s*(?::\s*str\s*)?=\s*["'](\w+)["']/m.exec(lines.join("\n"))?.[1]
  if (!/\.(sql|ts|js|mjs|py)$/.test(name) || name === "env.py" || name === "__init__.py") return true
  const stem = name.replace(/\.\w+$/, "").replace(/\.up$/, "")
  const number = /^\d+/.exec(name)?.[0]
  return applied.some(
    (each) =>
      each === name ||
      each === stem ||
      each === revision ||
      each.endsWith(stem) ||
      (number !== undefined && Number(each) === Number(number)),
  )
}
