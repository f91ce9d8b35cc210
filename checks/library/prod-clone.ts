import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit, scratchFolder } from "./quiet-git.js"

/**
 * The clone on prod: `exists`, what Git says if not (`problem`), `foreign` with owner and path of what does not belong to the account,
 * `origin`, `head`, `change`, whether the commits `known` lie on its history, and `key` with each private key that ssh would offer to
 * the Git host.
 */
export function prodClone({ settings }: Context): Probe<Facts> {
  const { prodRepo, serviceUser, gitHost } = settings
  return facts(
    "prod",
    lines(
      quietGit,
      scratchFolder,
      sh`
ssh -G ${gitHost} 2>/dev/null | grep '^identityfile ' | cut -d' ' -f 2- | while IFS= read -r file; do
  file=\${file/#\~/$HOME}
  IFS= read -r first <"$file" && [[ $first == -----BEGIN*PRIVATE\ KEY----- ]] && fact key "$file"
done 2>/dev/null
[ -d ${prodRepo} ] || { fact problem "there is no such folder"; exit 0; }
fact folder yes
group=$(id -gn ${serviceUser} 2>/dev/null) || { fact problem "prod has no account "${serviceUser}; exit 0; }
fact group "$group"
find ${prodRepo} -xdev \( ! -user ${serviceUser} -o ! -group "$group" \) -printf 'foreign=%u:%g %p\n' 2>/dev/null | head -n 5
cd ${prodRepo} 2>/dev/null || { fact problem "the folder is closed to the account that course logs in with"; exit 0; }
command -v git >/dev/null || exit 0
top=$(git rev-parse --show-toplevel 2>"$scratch/said") || { fact problem "$(head -n 1 "$scratch/said")"; exit 0; }
[ "$top" -ef ${prodRepo} ] || { fact problem "it lies inside the repository $top"; exit 0; }
fact exists yes
fact origin "$(bare_url "$(git remote get-url origin 2>/dev/null)")"
fact head "$(git rev-parse -q --verify HEAD)"
git status --porcelain --untracked-files=normal 2>/dev/null | head -n 20 | sed 's/^/change=/'
tagged=$(git rev-parse -q --verify 'refs/tags/v0.1^{commit}') && git merge-base --is-ancestor "$tagged" HEAD && fact holdsrelease yes
exit 0`,
    ),
    { timeoutMs: 30_000 },
  )
}
