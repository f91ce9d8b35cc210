import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit, scratchFolder } from "./quiet-git.js"
import { findEnvironment } from "./project-environment.js"

const ENVIRONMENT = "(^|/)(node_modules|[.]venv|venv)/|/site-packages/|(^|/)pyvenv[.]cfg$"
const SECRETS = "(^|/)[.]env$"

/**
 * Files of the whole history on dev, over every commit of every ref and the index, that belong into none: `environment` and `secrets`
 * with `now ` or `once ` and the path (`environments` counts). `names` holds the folder of dev's environment, and `ignores` those of it
 * and of `.env` that Git ignores.
 */
export function trackedNames({ settings, track }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || exit 0
fact repository yes
fact shallow "$(git rev-parse --is-shallow-repository)"
${findEnvironment}
own=${track === "python" ? sh`"\${environment:-.venv}"` : "node_modules"}
fact names "$own"
printf '%s\n' .env "$own/x" | git check-ignore --no-index --stdin 2>/dev/null | sed 's/^/ignores=/'
git ls-files >"$scratch/now"
{ cat "$scratch/now"; git log --all --reflog -m --root --no-color --no-ext-diff --no-textconv --no-renames --diff-filter=A --name-only --format= 2>/dev/null; } | sort -u >"$scratch/names"
list() {
  grep -E -e "$2" "$scratch/names" >"$scratch/found" || return 0
  fact "\${1}s" "$(grep -c . "$scratch/found")"
  head -n 5 "$scratch/found" | while IFS= read -r name; do
    if grep -qxF -- "$name" "$scratch/now"; then fact "$1" "now $name"; else fact "$1" "once $name"; fi
  done
}
list environment ${ENVIRONMENT}"|^$(sed 's/[.]/[.]/g' <<<"$own")/"
list secret ${SECRETS}
exit 0`,
    ),
    { timeoutMs: 60_000 },
  )
}
