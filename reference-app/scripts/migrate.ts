/** Changes the schema of the database that `.env` names. A second run of the same command changes nothing. */
import { parseArgs } from "node:util"
import { readDatabaseUrl } from "#app/config.js"
import { migrate, migrateDown, migrationStatus } from "#app/storage/migrations.js"

const USAGE = `Usage: npm run migrate -- [up | down TO | status]
  up       applies what is missing; the default
  down TO  takes back everything after migration TO (a number or name; 0: everything), newest first.
           What the columns and tables of those migrations hold is lost.
  status   tells what is applied, pending, or unknown to this version; changes nothing`

class UsageError extends Error {}

async function run([command = "up", ...rest]: readonly string[]): Promise<string[]> {
  const to = rest[0]
  if (command === "up" && to === undefined)
    return said("applied", await migrate(readDatabaseUrl()), "the schema is up to date")
  if (command === "down" && to !== undefined && rest.length === 1)
    return said("taken back", await migrateDown(readDatabaseUrl(), to), "there is nothing to take back")
  if (command === "status" && to === undefined)
    return (await migrationStatus(readDatabaseUrl())).map(({ name, state }) => `${state.padEnd(8)} ${name}`)
  throw new UsageError(USAGE)
}

function said(done: string, names: readonly string[], nothing: string): string[] {
  return [names.length > 0 ? `${done}: ${names.join(", ")}` : nothing]
}

try {
  for (const line of await run(parseArgs({ allowPositionals: true }).positionals)) console.log(line)
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  const usage = error instanceof UsageError || (error instanceof TypeError && "code" in error)
  console.error(usage ? reason : `The database was not migrated. ${reason}`)
  process.exitCode = usage ? 2 : 1
}
