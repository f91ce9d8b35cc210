import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { nodePath } from "./node-path.js"
import { findEnvironment } from "./project-environment.js"
import { reachMain } from "./remote-main.js"

/**
 * Installs what the remote's main pins into a folder of its own on dev, which is removed again: `status` of the installer with the lines
 * that tell why as `log`, `unreachable` where the registry did not answer, `installed` with the number of packages. `nopins` where the
 * remote's main pins nothing; `stale` as in `remoteMain`, `dirty` for files that pin and are not committed.
 */
export function scratchInstall(context: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      reachMain(context, "v0.2"),
      sh`
pins=${context.track === "python" ? PYTHON_FILES : NODE_FILES}
git status --porcelain --untracked-files=normal -- $pins 2>/dev/null | head -n 5 | sed 's/^...//; s/^/dirty=/'
git diff --name-only "$main" HEAD -- $pins 2>/dev/null | sed 's/^/stale=/'
place=$(mktemp -d -p /var/tmp course-XXXXXX) || { fact problem 'there is no room in /var/tmp'; exit 0; }
trap 'rm -rf -- "$scratch" "$place"' EXIT
${findEnvironment}
base=$PWD/$environment
git ls-tree -r --name-only "$main" | grep -E ${context.track === "python" ? PYTHON_NEEDS : NODE_NEEDS} | while IFS= read -r file; do
  mkdir -p "$place/$(dirname "$file")"
  git cat-file blob "$main:$file" >"$place/$file"
done
unset GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
cd "$place"`,
      context.track === "python" ? INSTALL_PYTHON : INSTALL_NODE,
      sh`
status=$?
fact status "$status"
if [ "$status" != 0 ]; then
  grep -qiE 'ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT|network|name resolution|Failed to establish a new connection|Max retries|ENOSPC|No space left' "$scratch/log" && fact unreachable "$(grep -m 1 -iE 'ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|TIMEOUT|network|resolution|connection|retries|ENOSPC|space' "$scratch/log")"
  [ "$status" = 124 ] && fact unreachable 'it took too long'
  grep -vE '^ *$|A complete log|npm (warn|notice)' "$scratch/log" | head -n 6 | cut -c 1-300 | sed 's/^/log=/'
fi
fact installed "$(find "$place" \( -path '*/node_modules/*/package.json' -o -name METADATA -path '*.dist-info/*' \) -not -path '*/node_modules/.*' 2>/dev/null | grep -c .)"
exit 0`,
    ),
    {
      effects: "installs the pushed pins into a scratch folder on dev",
      slowMs: 20_000,
      timeoutMs: 300_000,
    },
  )
}

const NODE_FILES = sh`'package.json package-lock.json npm-shrinkwrap.json'`
const PYTHON_FILES = sh`'requirements*.txt requirements'`
const NODE_NEEDS = "(^|/)(package|package-lock|npm-shrinkwrap)[.]json$|^[.]npmrc$"
const PYTHON_NEEDS = "[.]txt$"

const INSTALL_NODE = sh`
${nodePath}
command -v npm >/dev/null || { fact problem 'there is no npm'; exit 0; }
[ -f package.json ] && { [ -f package-lock.json ] || [ -f npm-shrinkwrap.json ]; } || { fact nopins yes; exit 0; }
export npm_config_logs_max=0 npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_fetch_retries=1
timeout 240 npm ci --ignore-scripts --prefer-offline >"$scratch/log" 2>&1 </dev/null`

/** The pins are the whole set, so nothing is resolved; what is missing from it shows elsewhere. */
const INSTALL_PYTHON = sh`
[ -f requirements.txt ] || { fact nopins yes; exit 0; }
python=python3
[ -x "$base/bin/python" ] && python=$base/bin/python
"$python" -m venv "$place/environment" >"$scratch/log" 2>&1 && PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 timeout 240 "$place/environment/bin/python" -m pip install --quiet --no-deps --retries 1 -r requirements.txt >"$scratch/log" 2>&1 </dev/null`
