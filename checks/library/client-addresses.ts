import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { databaseAccess, inOneLine } from "./database-access.js"
import { TABLE } from "./database-role.js"
import { NEW_COLUMN } from "./migrations.js"

const HAS_COLUMN = `SELECT count(*) = 1 AS has FROM pg_attribute
  WHERE attrelid = to_regclass('${TABLE}') AND attname = '${NEW_COLUMN}' AND NOT attisdropped`
const SUMMARY = `SELECT 'summary=' || count(*) FILTER (WHERE ${NEW_COLUMN} IS NULL), count(*) FILTER (WHERE ${NEW_COLUMN} IS NOT NULL),
  coalesce(max(id) FILTER (WHERE ${NEW_COLUMN} IS NULL), 0), coalesce(min(id) FILTER (WHERE ${NEW_COLUMN} IS NOT NULL), 0) FROM ${TABLE}`
const ADDRESSES = `SELECT DISTINCT 'address=' || host(${NEW_COLUMN}::text::inet) FROM ${TABLE} WHERE ${NEW_COLUMN}::text ~ '^[0-9a-fA-F.:/]+$' LIMIT 50`
/** Queries for what tools note as applied, in the tables and columns in which they do. */
const NOTED = `SELECT format('SELECT %L || ${inOneLine("%I::text").replaceAll("'", "''")} FROM %I.%I LIMIT 200', 'applied=', a.attname, n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind = 'r' AND c.relname ~* 'migration|alembic_version|changelog|schema_version'
  AND a.attname IN ('name', 'version_num', 'migration_name', 'filename', 'version', 'hash', 'id', 'migration_id')`

const SESSION = `\\set ON_ERROR_STOP off
${NOTED} \\gexec
${HAS_COLUMN} \\gset
\\if :has
\\echo column=yes
${SUMMARY};
${ADDRESSES};
\\endif
`

/** The rows on prod by their client address: how many have none, how they lie, which addresses there are, what the tool has noted. */
export function clientAddresses(context: Context): Probe<Facts> {
  return facts(
    "prod",
    lines(
      databaseAccess(context, "prod"),
      sh`
if [ "$way" = none ]; then fact problem "\${problem:-no login}"; exit 0; fi
told=$(printf '%s' ${SESSION} | sql)
printf '%s\n' "$told"
grep -qx column=yes <<<"$told" || exit 0
cd "$repo" || exit 0
moved=$(git log -g -1 --date=unix --format=%gd HEAD 2>/dev/null | sed -nE 's/.*@\{([0-9]+)\}.*/\1/p')
fact failed "$(journalctl -q --no-pager -o cat -u ${`${context.settings.unit}.service`} --since "@\${moved:-0}" 2>/dev/null | grep -cE ${`column "?${NEW_COLUMN}"?.* does not exist|UndefinedColumn`})"
exit 0`,
    ),
    { timeoutMs: 20_000 },
  )
}
