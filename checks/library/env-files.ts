import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { repoOn } from "./database-access.js"
import { envValueFunction } from "./env-file.js"

/**
 * What `.env` and the committed `.env.example` of a host say about the database, as yes and no: no value leaves the host. Of the
 * example, the state of the remote's main counts as far as the clone knows it, else HEAD.
 */
export function databaseSettings(context: Context, host: "dev" | "prod"): Probe<Facts> {
  return facts(
    host,
    lines(
      envValueFunction,
      sh`
repo=${repoOn(host, context)}
cd "$repo" 2>/dev/null || exit 0
fact clone yes
env_value .env DATABASE_URL && [ -n "$value" ] && fact url yes
env_value .env DB_PASSWORD && [ -n "$value" ] && fact password yes
own=$value
main=$(git rev-parse -q --verify refs/remotes/origin/main || echo HEAD)
example=$(git show "$main:.env.example" 2>/dev/null) || exit 0
fact example yes
if env_value <(printf '%s\n' "$example") DB_PASSWORD; then fact examplekey yes; [ -z "$value" ] || fact examplevalue yes; fi
example_password=$value
if env_value <(printf '%s\n' "$example") DATABASE_URL && [ -n "$value" ]; then fact exampleurl yes; fi
if [[ $value =~ ://[^:/@]*:([^@]+)@ ]]; then
  inside=\${BASH_REMATCH[1]}
  case $inside in
    *'$'*|\<*|*[Pp][Aa][Ss][Ss][Ww][Oo][Rr][Dd]*|*change*|*replace*|x|xxx*|\*\**|...) ;;
    *) fact examplecopy yes ;;
  esac
  [ -n "$own" ] && [ "$inside" = "$own" ] && fact examplecopy yes
fi
value= own=
exit 0`,
    ),
  )
}
