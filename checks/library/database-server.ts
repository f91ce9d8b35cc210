import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, consequenceOf, expect, fail, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { databaseUrl, inOneLine } from "./database-access.js"

/**
 * The PostgreSQL server of a host as its administrator sees it: installed, running, where it listens, the role and the database of
 * the application.
 */
export function databaseServer(context: Context, host: "dev" | "prod"): Probe<Facts> {
  const { database, databaseRole } = context.settings
  const role = `SELECT format(E'role=login %s\\nrole=superuser %s\\nrole=createdb %s\\nrole=createrole %s\\nrole=replication %s\\nrole=bypassrls %s',
    rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls) FROM pg_roles WHERE rolname = '${databaseRole}'`
  const owner = `SELECT 'database=' || ${inOneLine("pg_get_userbyid(datdba)")}, EXISTS (SELECT FROM pg_roles WHERE rolname = '${databaseRole}'
    AND pg_has_role(oid, datdba, 'MEMBER')) FROM pg_database WHERE datname = '${database}'`
  return facts(
    host,
    lines(
      databaseUrl(context, host),
      sh`
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null || exit 0
fact installed yes
for port in \${db_port:-5432} $(ls -A /var/run/postgresql 2>/dev/null | sed -nE 's/^\.s\.PGSQL\.([0-9]+)$/\1/p'); do
  if told=$(runuser -u postgres -- env PGCONNECT_TIMEOUT=5 PGAPPNAME=course "$psql" -X -q -w -At -h /var/run/postgresql -p "$port" -d postgres -c ${role} -c ${owner} 2>/dev/null); then
    fact port "$port"
    break
  fi
  port=
done
ss -Hltnp 2>/dev/null | grep -F '"postgres"' | awk '{ print "listens=" $4 }'
if [ -n "$port" ]; then
  printf 'online=yes\n%s\n' "$told"
elif command -v pg_lsclusters >/dev/null; then
  pg_lsclusters -h | awk '{ print "cluster=" $1 "/" $2 " on port " $3 " is " $4 }'
fi
exit 0`,
    ),
    { as: "root", timeoutMs: 20_000 },
  )
}

/** Installed and running; needed by everything else of the block. */
export function judgeServer(host: "dev" | "prod", server: Facts): Verdict {
  return all(
    expect(server.has("installed"), {
      message: `PostgreSQL is not installed on ${host}.`,
      expected: "the server of the package postgresql",
      actual: "(none)",
      hint: "Add `postgresql` to the install line of setup-server.sh, commit, and run the script on both machines.",
    }),
    expect(server.has("online"), {
      message: `PostgreSQL is installed on ${host} and does not run.`,
      expected: "a cluster that answers",
      actual: server.all("cluster").join("; ") || "no cluster",
      hint: "`sudo systemctl start postgresql`; if it stays down, read `sudo journalctl -u 'postgresql*' -n 30`.",
    }),
  )
}

const RIGHTS = ["superuser", "createdb", "createrole", "replication", "bypassrls"]

/** The role of the application: it may log in, and nothing more. */
export function judgeRole(host: "dev" | "prod", server: Facts, { settings }: Context): Verdict {
  if (!server.has("online")) return consequenceOf(`b6.pg-${host}`)
  const attributes = new Map(server.all("role").map((line) => line.split(" ") as [string, string]))
  if (attributes.size === 0)
    return fail({
      message: `There is no role ${settings.databaseRole} on ${host}.`,
      expected: `role ${settings.databaseRole}`,
      actual: "(none)",
      hint: "Give DB_PASSWORD a value in .env and run ./setup-server.sh: without .env its stanza is skipped.",
    })
  const more = RIGHTS.filter((right) => attributes.get(right) === "t")
  return all(
    expect(attributes.get("login") === "t", {
      message: `The role ${settings.databaseRole} on ${host} may not log in.`,
      expected: "LOGIN",
      actual: "NOLOGIN",
      hint: `\`ALTER ROLE ${settings.databaseRole} LOGIN\`; CREATE USER and \`createuser\` make roles that may.`,
    }),
    expect(more.length === 0, {
      message: `The role ${settings.databaseRole} on ${host} is ${more.join(", ")}.`,
      expected: "a role that may log in and nothing more",
      actual: more.join(", "),
      hint: `\`ALTER ROLE ${settings.databaseRole} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS\`. Where a right was missing, the owner of the database is wrong.`,
    }),
  )
}

/** The database of the application, owned by its role (or by a role that it is a member of). */
export function judgeDatabase(host: "dev" | "prod", server: Facts, { settings }: Context): Verdict {
  if (!server.has("online")) return consequenceOf(`b6.pg-${host}`)
  const [owner = "", member] = server.get("database").split("|")
  return all(
    expect(owner !== "", {
      message: `There is no database ${settings.database} on ${host}.`,
      expected: `database ${settings.database}`,
      actual: "(none)",
      hint: `\`createdb -O ${settings.databaseRole} ${settings.database}\` as postgres, with a capital letter O.`,
    }),
    expect(member === "t", {
      message: `The database ${settings.database} on ${host} belongs to ${owner}.`,
      expected: `owner ${settings.databaseRole}`,
      actual: owner,
      hint: `As postgres: \`ALTER DATABASE ${settings.database} OWNER TO ${settings.databaseRole}\`; else the role cannot create its table.`,
    }),
  )
}
