import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { repoOn } from "./database-access.js"
import { envValueFunction } from "./env-file.js"
import { quietGit } from "./quiet-git.js"

/** The key that callers of the service have to know. */
export const SECRET = "SECRET_API_KEY"

/**
 * Defines `is_placeholder TEXT`: does it read like something to be replaced, and not like a key? Never prints the text.
 */
export const placeholderFunction: ShellText = sh`
is_placeholder() {
  local text=\${1,,}
  case $text in
    *replace*|*change*me*|*changeme*|*placeholder*|*your*key*|*your*secret*|*example*|*insert*|*to-do*|*todo*|*fill*in*|xxx*|'<'*'>'|'['*']'|\**|...*|'$'*) return 0 ;;
    secret|secret_key|secret-key|secretkey|key|apikey|api_key|api-key|password|test|dummy|none|null|undefined|"") return 0 ;;
  esac
  return 1
}`

/**
 * What `.env` and HEAD's `.env.example` of a host look like; no value leaves the host.
 *
 * Of the example: `example`, `key NAME` for each line of the form that every reader accepts, `badkey NAME HOW` for others (`blanks`,
 * `lower`, `export`, `indented`), `commented NAME` where a comment stands directly above, `behind NAME` where one stands behind the
 * value, `misnamed` with a file that was meant to be one. Of `.env`: `env`, `mode`, `set` and `placeholder` of the key, `copied` where it
 * is that of the example and no placeholder, `debug` with yes, no or other, `ignored`, `tracked`.
 */
export function envContract(context: Context, host: "dev" | "prod"): Probe<Facts> {
  return facts(
    host,
    lines(
      quietGit,
      envValueFunction,
      placeholderFunction,
      sh`
cd ${repoOn(host, context)} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || exit 0
fact repository yes
git check-ignore -q --no-index .env 2>/dev/null && fact ignored yes
[ -n "$(git ls-files -- .env)" ] && fact tracked yes
git ls-files | grep -iE '(^|/)([.]?env[._-]?(sample|template|dist|example|exmaple|exampel)|[.]?(sample|example|template)[._-]env)([.]txt)?$' | grep -vxF .env.example | head -n 2 | sed 's/^/misnamed=/'
example=
if example=$(git show HEAD:.env.example 2>/dev/null); then
  fact example yes
  before=
  while IFS= read -r line || [ -n "$line" ]; do
    line=\${line%$'\r'}
    if [[ $line =~ ^([[:space:]]*)(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)([[:space:]]*)=([[:space:]]*)(.*)$ ]]; then
      name=\${BASH_REMATCH[3]} rest=\${BASH_REMATCH[6]} how=
      [ -z "\${BASH_REMATCH[1]}" ] || how=indented
      [ -z "\${BASH_REMATCH[2]}" ] || how=export
      [ -z "\${BASH_REMATCH[4]}\${BASH_REMATCH[5]}" ] || how=blanks
      [ "$name" = "\${name^^}" ] || how=lower
      if [ -n "$how" ]; then fact badkey "$name $how"; else fact key "$name"; fi
      case $before in \#*[![:space:]\#]*) fact commented "$name" ;; esac
      case $rest in *[[:space:]]\#*) fact behind "$name" ;; esac
    fi
    before=\${line#"\${line%%[![:space:]]*}"}
  done <<<"$example"
fi
[ -f .env ] || exit 0
fact env yes
fact mode "$(stat -c %a .env)"
[ -r .env ] || exit 0
if env_value .env ${SECRET}; then
  if [ -z "$value" ]; then fact placeholder empty; else
    fact set yes
    own=$value
    is_placeholder "$own" && fact placeholder yes
    env_value <(printf '%s\n' "$example") ${SECRET} && [ "$value" = "$own" ] && { is_placeholder "$own" || fact copied yes; }
  fi
fi
if env_value .env DEBUG; then case \${value,,} in true|1|yes|on) fact debug yes ;; false|0|no|off) fact debug no ;; *) fact debug other ;; esac; fi
value= own= example=
exit 0`,
    ),
    { timeoutMs: 20_000 },
  )
}
