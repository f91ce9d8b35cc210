import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { consequenceOf, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { databaseAccess, inOneLine } from "./database-access.js"

/** The table of block 6. */
export const TABLE = "predictions"

const COLUMNS = `SELECT 'column=' || ${inOneLine("a.attname")}, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef OR a.attidentity <> '',
  EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))
  FROM pg_attribute a WHERE a.attrelid = to_regclass('${TABLE}') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`
const OWN_TABLE = `SELECT 'table=' || ${inOneLine("pg_get_userbyid(relowner)")}, pg_has_role(current_user, relowner, 'MEMBER')
  FROM pg_class WHERE oid = to_regclass('${TABLE}') AND relkind IN ('r', 'p')`
const TABLES = `SELECT 'exists=' || ${inOneLine("n.nspname || '.' || c.relname")} FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1 LIMIT 20`
/** Roles that the application may become, or whose rights it has, and that may do more than work in its own database. */
const POWERS = `SELECT 'power=' || ${inOneLine("rolname")} FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER') AND (rolsuper OR rolcreaterole OR
  rolcreatedb OR rolreplication OR rolbypassrls OR rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files',
  'pg_write_server_files', 'pg_execute_server_program'))`
const VERSIONS = `SELECT 'journal=' || ${inOneLine("n.nspname || '.' || c.relname")} FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND (c.relname ~* 'migration|alembic_version|changelog|schema_version')`

/** Says whether the server let the role do the statement, or by which SQLSTATE it did not. What the statement finds is told to nobody. */
function attempt(name: string, statement: string): string {
  return `\\o /dev/null
${statement};
\\o
\\if :ERROR
\\echo ${name}=:SQLSTATE
\\else
\\echo ${name}=allowed
\\endif`
}

/** All that is asked inside of the database, in one session: the start of psql costs more than what it asks. */
const SESSION = `\\set ON_ERROR_STOP off
SELECT 'current=' || ${inOneLine("current_user::text")};
BEGIN;
${attempt("createrole", "CREATE ROLE course_attempt")}
ROLLBACK;
${attempt("createdb", `CREATE DATABASE course_attempt TEMPLATE "course has no such template"`)}
${attempt("authid", "SELECT count(*) FROM pg_authid")}
${attempt("readfile", "SELECT length(pg_read_file('/etc/hostname'))")}
${[POWERS, OWN_TABLE, COLUMNS, TABLES, VERSIONS].map((query) => `${query};`).join("\n")}
`

/**
 * What the role of the application finds on a host, in one look: the ways in (with the password of `.env`, with a wrong one, over
 * DATABASE_URL), what it may do, its table and that table's columns. Tries that would change something are rolled back, or cannot
 * succeed for another reason than the right that is asked for.
 */
export function databaseAsRole(context: Context, host: "dev" | "prod"): Probe<Facts> {
  const { databaseRole } = context.settings
  return facts(
    host,
    lines(
      databaseAccess(context, host),
      sh`
command -v psql >/dev/null && fact psql yes
[ -n "$own_password" ] && fact password yes
fact way "$way"
fact urlproblem "$problem"
fact urluser "\${url_user:-}"
fact urlhost "\${url_host:-}"
[ -n "\${db_port:-}" ] && fact port "$db_port"
command -v psql >/dev/null || exit 0
said() { printf '%s' "\${1##*$'\n'}"; }
(
  over_localhost
  if out=$(sql -c 'SELECT 1' 2>&1); then fact login yes; else fact loginproblem "$(said "$out")"; fi
  db_password=course-$RANDOM$RANDOM
  for db_host in 127.0.0.1 ::1 /var/run/postgresql; do
    for db_user in "$role" postgres; do
      # On the socket a mapping may let this account be the role; it may never be postgres.
      [ "$db_host $db_user" != "/var/run/postgresql $role" ] || continue
      db_name=$database
      if out=$(sql -c 'SELECT 1' 2>&1); then fact open "$db_user on $db_host"; else fact refused "$(said "$out")"; fi
    done
  done
)
[ "$way" != none ] || exit 0
printf '%s' ${SESSION} | sql 2>/dev/null
fact role ${databaseRole}
exit 0`,
    ),
    { timeoutMs: 40_000 },
  )
}

/** Judges further where the role could look into its database; else its login, or the server, is what is wrong. */
export function insideDatabase(host: "dev" | "prod", access: Facts, then: () => Verdict): Verdict {
  if (!access.has("psql")) return consequenceOf(`b6.pg-${host}`)
  return access.get("way") === "none" ? consequenceOf("b6.login") : then()
}
