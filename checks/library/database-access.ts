import type { Context } from "../../src/engine/context.js"
import type { HostRole } from "../../src/engine/observation.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { envValueFunction } from "./env-file.js"

/** The clone that holds `.env` on a host. */
export function repoOn(host: HostRole, { settings }: Context): string {
  return host === "prod" ? settings.prodRepo : settings.devRepo
}

/**
 * Sets `psql` to the program itself: what Debian has in the path is a script in front of it, which looks for clusters first and costs
 * several times what a query does. Without Debian's folders it is what the path has.
 */
export const psqlProgram: ShellText = sh`
psql=psql
for program in /usr/lib/postgresql/*/bin/psql; do [ -x "$program" ] && psql=$program; done`

/** SQL for a text that a student may have chosen, as one line: what stands before it then says of the whole of it what it is. */
export function inOneLine(text: string): string {
  return `translate(${text}, E'\\n\\r', '  ')`
}

/**
 * Shell text that finds the way into the database as the service takes it, and defines `sql ARGUMENT...`: psql as the role of the
 * application. The password comes from `.env` on the host itself and goes to psql through the environment of that one process.
 * Afterwards `way` is `url` (DATABASE_URL works), `password` (only DB_PASSWORD over localhost does) or `none`; `problem` is what
 * PostgreSQL said to DATABASE_URL. As root, psql runs under the account that owns the clone, for the sake of peer authentication.
 */
export function databaseAccess(context: Context, host: HostRole): ShellText {
  return lines(databaseUrl(context, host), LOG_IN)
}

/** The same without trying it: `db_port` and the like as DATABASE_URL says them, and \`sql\` as whom it names. */
export function databaseUrl(context: Context, host: HostRole): ShellText {
  const { settings, track } = context
  // Without a host in the URL, psycopg2 takes the Unix socket and node-postgres takes localhost.
  const hostless = track === "python" ? "/var/run/postgresql" : "localhost"
  return lines(
    envValueFunction,
    psqlProgram,
    sh`
repo=${repoOn(host, context)} role=${settings.databaseRole} database=${settings.database}
cd / || exit 1
run_as=
[ "$(id -u)" != 0 ] || run_as="runuser -u $(stat -c %U "$repo/.env" 2>/dev/null || echo nobody) --"

sql() {
  (
    export PGHOST="$db_host" PGPORT="\${db_port:-5432}" PGUSER="$db_user" PGDATABASE="$db_name" PGPASSWORD="$db_password"
    export PGOPTIONS="$db_options" PGAPPNAME=course PGCONNECT_TIMEOUT=5
    exec $run_as "$psql" -X -q -w -At -v ON_ERROR_STOP=1 "$@"
  )
}

# decode TEXT: sets value to the text with its percent signs resolved.
decode() {
  local text=\${1//\\/\\\\}
  printf -v value '%b' "\${text//%/\\x}"
}

over_localhost() { db_host=localhost db_user=$role db_name=$database db_password=$own_password db_options=; }

# read_url URL: 1 when it is not one of PostgreSQL.
read_url() {
  local rest query='' auth='' place name='' pair
  [[ $1 =~ ^postgres(ql)?(\+[a-z0-9_]+)?://(.*)$ ]] || return 1
  rest=\${BASH_REMATCH[3]}
  case $rest in *\?*) query=\${rest#*\?} rest=\${rest%%\?*} ;; esac
  case $rest in *@*) auth=\${rest%@*} rest=\${rest##*@} ;; esac
  place=\${rest%%/*}
  case $rest in */*) name=\${rest#*/} ;; esac
  db_port=
  if [[ $place =~ ^(.*):([0-9]*)$ ]]; then place=\${BASH_REMATCH[1]} db_port=\${BASH_REMATCH[2]}; fi
  place=\${place#\[} place=\${place%\]}
  decode "$place"; db_host=\${value:-${hostless}}
  decode "\${auth%%:*}"; db_user=\${value:-$role}
  case $auth in
    *:'\${DB_PASSWORD}'|*:'$DB_PASSWORD'|*:) db_password=$own_password ;;
    *:*) decode "\${auth#*:}"; db_password=$value ;;
    *) db_password=$own_password ;;
  esac
  decode "$name"; db_name=\${value:-$database}
  db_options=
  for pair in \${query//&/ }; do
    decode "\${pair#*=}"
    case \${pair%%=*} in
      host) db_host=$value ;; port) db_port=$value ;; user) db_user=$value ;;
      dbname) db_name=$value ;; password) db_password=$value ;; options) db_options=\${value//+/ } ;;
    esac
  done
  value=
}

if env_value "$repo/.env" DB_PASSWORD; then own_password=$value; else own_password=; fi
db_port= named=
over_localhost
if env_value "$repo/.env" DATABASE_URL; then
  if read_url "$value"; then named=readable; else named=other; fi
fi
value=`,
  )
}

const LOG_IN = sh`
way=none problem=
command -v psql >/dev/null || problem='psql is not installed'
if [ -z "$problem" ]; then
  case $named in
    readable) if problem=$(sql -c 'SELECT 1' 2>&1 >/dev/null); then way=url problem=; else problem=\${problem##*$'\n'}; fi ;;
    other) problem='DATABASE_URL is not of the form postgresql://role@host:port/database' ;;
    *) problem='DATABASE_URL is not set' ;;
  esac
  url_host=$db_host url_user=$db_user
  if [ $way = none ]; then
    over_localhost
    sql -c 'SELECT 1' >/dev/null 2>&1 && way=password
  fi
fi`
