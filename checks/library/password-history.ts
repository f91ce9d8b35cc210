import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction } from "./env-file.js"

const SHORT = 8

/**
 * Whether DB_PASSWORD of dev's `.env` stands in any object of its Git repository: files, messages, stashes, also unreachable ones.
 * Prints where (`found=PATH`), never what. A short password is looked for as an assignment or in a URL only, since it may be a word.
 */
export function passwordInHistory(context: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      envValueFunction,
      sh`
cd ${context.settings.devRepo} 2>/dev/null && git rev-parse -q --git-dir >/dev/null || exit 0
env_value .env DB_PASSWORD && [ -n "$value" ] || exit 0
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf -- "$work"' EXIT
if [ "\${#value}" -ge ${SHORT} ]; then printf '%s\n' "$value" >"$work/words"
else printf '%s\n' "PASSWORD=$value" "PASSWORD '$value'" ":$value@" "password=$value" >"$work/words"; fi
value=
git cat-file --batch-all-objects --batch 2>/dev/null | grep -qaF -f "$work/words" || exit 0
git rev-list --all --objects 2>/dev/null | sort -u -k1,1 | while read -r object path; do
  git cat-file -p "$object" 2>/dev/null | grep -qaF -f "$work/words" && printf 'found=%s\n' "\${path:-the message of \${object:0:10}}"
done | head -n 5
fact found 'an object of the repository'
exit 0`,
    ),
    { timeoutMs: 60_000 },
  )
}
