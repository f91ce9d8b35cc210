import { readdir, readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"

/** A migration cannot be applied or taken back; the database is as it was before this migration. */
export class MigrationError extends Error {
  override readonly name = "MigrationError"
}

export interface Migration {
  /** The name in the journal, e.g. `0001_predictions.sql`. */
  readonly name: string
  readonly up: () => Promise<string>
  /** The way back. What the migration's columns and tables hold is lost on it. */
  readonly down: () => Promise<string>
}

const FOLDER = fileURLToPath(new URL("../../migrations/", import.meta.url))
const FORWARD = /^\d{4}_[a-z0-9_]+\.sql$/
const BACK = /^\d{4}_[a-z0-9_]+\.down\.sql$/

/**
 * The migrations of a folder, in their order.
 * @throws MigrationError when a file is misnamed, shares its number with another one, or has no way back.
 */
export async function readMigrations(folder = FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort()
  const misnamed = names.find((name) => !FORWARD.test(name) && !BACK.test(name))
  if (misnamed) throw new MigrationError(`migrations/${misnamed} is not named like 0001_what_it_does.sql`)
  const forward = names.filter((name) => FORWARD.test(name))
  forward.forEach((name, index) => {
    if (forward[index + 1]?.slice(0, 4) === name.slice(0, 4))
      throw new MigrationError(`migrations/${name} and ${forward[index + 1]} have the same number`)
    if (!names.includes(wayBack(name))) throw new MigrationError(`migrations/${wayBack(name)} is missing`)
  })
  const alone = names.find((name) => BACK.test(name) && !forward.includes(name.replace(".down.sql", ".sql")))
  if (alone) throw new MigrationError(`migrations/${alone} is the way back of nothing`)
  return forward.map((name) => ({
    name,
    up: () => readFile(`${folder}/${name}`, "utf8"),
    down: () => readFile(`${folder}/${wayBack(name)}`, "utf8"),
  }))
}

function wayBack(name: string): string {
  return name.replace(/\.sql$/, ".down.sql")
}
