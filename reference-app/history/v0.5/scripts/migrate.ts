/** Brings the database that `.env` names to the newest schema. A second run changes nothing. */
import { readDatabaseUrl } from "#app/config.js"
import { migrate } from "#app/migrations.js"

try {
  const applied = await migrate(readDatabaseUrl())
  console.log(applied.length > 0 ? `applied: ${applied.join(", ")}` : "the schema is up to date")
} catch (error) {
  console.error(`The database was not migrated. ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
