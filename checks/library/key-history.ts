import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { placeholderFunction, SECRET } from "./env-contract.js"
import { envValueFunction } from "./env-file.js"
import { quietGit, scratchFolder } from "./quiet-git.js"

const SHORT = 8

/**
 * Whether dev's key stands in any object of its Git repository: files, names, messages of commits and tags, stashes, also what no branch
 * leads to any more. `key` says that there is one to look for; `found` says where, never what; `pushed` that the remote's main, as far as
 * dev knows it, leads there. A short key may be a word, so it is looked for as an assignment only.
 */
export function keyInHistory({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      envValueFunction,
      placeholderFunction,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse -q --git-dir >/dev/null || exit 0
env_value .env ${SECRET} && [ -n "$value" ] && ! is_placeholder "$value" || exit 0
fact key yes
chmod 700 "$scratch"
if [ "\${#value}" -ge ${SHORT} ]; then printf '%s\n' "$value" >"$scratch/words"
else printf '%s\n' ${SECRET}"=$value" ${SECRET}"=\"$value" ${SECRET}"='$value" ${SECRET}" = $value" >"$scratch/words"; fi
value=
git cat-file --batch-all-objects --unordered --buffer --batch 2>/dev/null | grep -qaF -f "$scratch/words" || exit 0
git rev-list --all --objects --reflog 2>/dev/null | sort -u -k1,1 >"$scratch/objects"
cut -d' ' -f 1 "$scratch/objects" | git cat-file --batch-check='%(objecttype) %(objectname)' | grep -vE '^tree' | while read -r kind object; do
  git cat-file -p "$object" 2>/dev/null | grep -qaF -f "$scratch/words" || continue
  case $kind in
    blob) fact found "$(awk -v wanted="$object" '$1 == wanted {sub(/^[^ ]+ ?/, ""); print; exit}' "$scratch/objects")" ;;
    *) fact found "the message of \${object:0:10}" ;;
  esac
  # A copy of every object that a branch of the remote leads to is in reach of everybody.
  git rev-list --objects --remotes=origin 2>/dev/null | grep -q "^$object" && fact pushed yes
done | sort -u | head -n 6
git grep -qF -f "$scratch/words" HEAD -- 2>/dev/null && fact now yes
fact somewhere yes
exit 0`,
    ),
    { timeoutMs: 60_000 },
  )
}
