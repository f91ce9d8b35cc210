import { defineCheck } from "../../src/engine/check.js"
import { expect, skip } from "../../src/engine/verdict.js"
import { committedMigrations } from "../library/migrations.js"

export default defineCheck({
  id: "b6.mig-no-secret",
  title: "No configuration of the migrations holds a password",
  host: "dev",
  optional: true,
  needs: ["b6.table-dev"],
  probes: (context) => ({ migrations: committedMigrations(context, "dev") }),
  judge: ({ migrations: { files, tools, secrets } }) =>
    files.length === 0 && tools.length === 0
      ? skip("There are no migrations yet.")
      : expect(secrets.length === 0, {
          message: "A password for the database is committed with the migrations.",
          expected: "the URL comes from .env",
          actual: `a password in ${secrets.join(", ")}`,
        }),
  hint: "An ini file cannot read .env: set the URL in env.py or in the script (and escape % there), and change the password, since the history keeps it.",
})
