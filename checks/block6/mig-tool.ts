import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { databaseAsRole, insideDatabase } from "../library/database-role.js"
import { committedMigrations } from "../library/migrations.js"

export default defineCheck({
  id: "b6.mig-tool",
  title: "Migrations are tracked, their tool is pinned, and the database keeps count",
  host: "dev",
  optional: true,
  needs: ["b6.table-dev"],
  probes: (context) => ({ migrations: committedMigrations(context, "dev"), access: databaseAsRole(context, "dev") }),
  judge: ({ migrations: { files, tools }, access }) =>
    insideDatabase("dev", access, () => {
      const loose = tools.filter((tool) => /[\^~<>*]|latest/.test(tool))
      return all(
        expect(files.length > 0, {
          message: "No migration is committed.",
          expected: "a folder with numbered migrations",
          actual: "(none)",
        }),
        expect(loose.length === 0, {
          message: "The migration tool is not pinned to one version.",
          expected: "an exact version",
          actual: loose.join(", "),
        }),
        expect(access.all("journal").length > 0, {
          message: "The database on dev keeps no count of applied migrations.",
          expected: "a table such as alembic_version or schema_migrations",
          actual: access.all("exists").join(", "),
          hint: "Apply the migrations with the tool: it notes each in a table of its own.",
        }),
      )
    }),
  hint: "Pin the tool, initialise it at the root of the repository, and commit its folder.",
})
