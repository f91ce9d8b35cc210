import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { repoOn } from "./database-access.js"

/** The column that exercise 6.4 adds. */
export const NEW_COLUMN = "client_ip"

const FOLDER = "(^|/)(migrations?|alembic|versions|drizzle|prisma)/"
const CONFIGS =
  "(^|/)(alembic\\.ini|env\\.py|knexfile\\.[a-z]+|drizzle\\.config\\.[a-z]+|database\\.json|ormconfig\\.[a-z]+|schema\\.prisma|[^/]*migrat[^/]*\\.(ts|js|mjs|mts|py|json))$"

/** One committed migration, with its text. */
export interface Migration {
  path: string
  lines: string[]
}

/** The migrations of the committed state of a host, and the tool they belong to. */
export interface Migrations {
  files: Migration[]
  /** Lines of requirements.txt or dependencies that are migration tools. */
  tools: string[]
  /** Configuration files of the tool that hold a password in a URL of PostgreSQL, or the password of `.env` itself. */
  secrets: string[]
}

export function committedMigrations(context: Context, host: "dev" | "prod"): Probe<Migrations> {
  const probe = facts(
    host,
    sh`
cd ${repoOn(host, context)} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null || { fact problem 'there is no repository'; exit 0; }
git ls-tree -r --name-only HEAD | grep -E ${FOLDER} | grep -E '\.(sql|py|ts|js|mjs|prisma)$' | head -n 60 | while IFS= read -r file; do
  number=$((number + 1))
  fact file "$file"
  git show "HEAD:$file" | tr -d '\r' | head -n 300 | sed "s/^/line$number=/"
done
{ git show HEAD:requirements.txt; git show HEAD:package.json; } 2>/dev/null | grep -iE '^ *"?(alembic|yoyo-migrations|node-pg-migrate|knex|drizzle-kit|prisma|umzug|db-migrate|postgres-migrations|typeorm)"? *(:|[=<>~])' | tr -d ' ",' | sed 's/^/tool=/'
git ls-tree -r --name-only HEAD | grep -E ${`${FOLDER}|${CONFIGS}`} | head -n 200 | while IFS= read -r file; do
  git show "HEAD:$file" | grep -vE '^[[:space:]]*(#|//|--)' | grep -E 'postgres(ql)?(\+[a-z0-9_]+)?://[^:@/[:space:]]+:[^@[:space:]]+@' | grep -vE '://(driver|user|username):(pass|password)@|:[^@]*[{$<%(]' | grep -q . && fact secret "$file"
done
exit 0`,
    { maxBytes: 1024 * 1024, timeoutMs: 20_000 },
  )
  return { spec: probe.spec, read: (observation) => read(host, probe.read(observation)) }
}

function read(host: string, found: Facts): Migrations {
  if (found.has("problem")) throw new Unobserved(`The migrations on ${host} could not be read: ${found.get("problem")}`)
  const files = found.all("file").map((path, index) => ({ path, lines: found.all(`line${index + 1}`) }))
  return { files, tools: found.all("tool"), secrets: found.all("secret") }
}

/** The migrations that add the new column, those that only take it away again left out. */
export function addingMigrations({ files }: Migrations): Migration[] {
  return files.filter(
    ({ path, lines }) => !isDown(path) && lines.some((line) => line.includes(NEW_COLUMN)) && adds(lines),
  )
}

/** A file that only undoes, by its name or folder. */
export function isDown(path: string): boolean {
  return /(^|[/._-])(down|undo|revert|rollback)([/._-]|$)/i.test(path)
}

function adds(lines: string[]): boolean {
  return /add\s+(column\s+)?(if\s+not\s+exists\s+)?"?client_ip|add_column|addColumns?\b|\.(string|text|specificType|inet)\(\s*["']client_ip|create\s+table/i.test(
    lines.join("\n"),
  )
}
