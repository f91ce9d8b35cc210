import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { consequenceOf, fail, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { findEnvironment } from "./project-environment.js"
import { quietGit, quietSsh, scratchFolder } from "./quiet-git.js"

/**
 * Goes to the repository on dev and defines `main`, the commit of the remote's main, with all its objects within reach: what dev lacks is
 * fetched into the scratch folder. Ends the script where there is no repository or no answer; `refs` keeps what the remote said of the tag.
 */
export function reachMain({ settings }: Context, tag: string): ShellText {
  return lines(
    quietGit,
    scratchFolder,
    sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || exit 0
fact repository yes`,
    quietSsh,
    sh`
for url in origin ${settings.remotePull}; do
  [ -n "$url" ] || continue
  if refs=$(timeout 15 git ls-remote "$url" refs/heads/main ${`refs/tags/${tag}`} ${`refs/tags/${tag}^{}`} 2>"$scratch/said"); then asked=$url; break; fi
done
[ -n "\${asked:-}" ] || { fact problem "$(bare_url "$(grep -vE '^(Warning|[*]{2}|$)' "$scratch/said" | head -n 1)")"; exit 0; }
main=$(awk '$2 == "refs/heads/main" {print $1}' <<<"$refs")
[ -n "$main" ] || exit 0
fact main "$main"
for object in $(awk '{print $1}' <<<"$refs"); do
  git cat-file -e "$object^{tree}" 2>/dev/null && continue
  export GIT_ALTERNATE_OBJECT_DIRECTORIES=$(cd "$(git rev-parse --git-path objects)" && pwd) GIT_OBJECT_DIRECTORY=$scratch/objects
  mkdir -p "$scratch/objects"
  git fetch --quiet --no-write-fetch-head --refmap= --no-tags "$asked" refs/heads/main $(awk '$2 !~ /heads|\^/ {print $2}' <<<"$refs") 2>/dev/null
  break
done`,
  )
}

/**
 * The state that others get: `ignored PATH SOURCE` for each of the paths that the .gitignore files of the remote's main ignore, `stale`
 * with each file of the block that differs from dev's HEAD, and of the tag `tagtype`, `tagcommit`, `tagonmain`, `tagown` where its
 * commit is by the person who works on dev, `tagfile` for every file at the top.
 */
export function remoteMain(context: Context, { tag, paths }: { tag: string; paths: readonly string[] }): Probe<Facts> {
  return facts(
    "dev",
    lines(
      reachMain(context, tag),
      sh`
${findEnvironment}
# A repository of its own: it must not look for its objects where the others are put aside.
alone() { env -u GIT_OBJECT_DIRECTORY -u GIT_ALTERNATE_OBJECT_DIRECTORIES git "$@"; }
alone init -q --template= "$scratch/view"
git ls-tree -r --name-only "$main" | grep -E '(^|/)[.]gitignore$' | while IFS= read -r file; do
  mkdir -p "$scratch/view/$(dirname "$file")"
  git cat-file blob "$main:$file" >"$scratch/view/$file"
done
printf '%s\n' ${paths} "\${environment:-.venv}/x" | alone -C "$scratch/view" -c core.excludesFile=/dev/null check-ignore --no-index --verbose --stdin 2>/dev/null | grep -vE '^[^:]*:[0-9]+:!' | sed -E 's/^(.*)\t(.*)$/ignored=\2 \1/'
git ls-tree --name-only "$main" | sed 's/^/top=/'
git diff --name-only "$main" HEAD -- .gitignore .env.example setup-server.sh package.json package-lock.json 'requirements*.txt' 2>/dev/null | sed 's/^/stale=/'
name=${`refs/tags/${tag}`}
object=$(awk -v name="$name" '$2 == name {print $1}' <<<"$refs")
[ -n "$(git rev-parse -q --verify "$name")" ] && fact taglocal yes
[ -n "$object" ] || exit 0
fact tagtype "$(git cat-file -t "$object" 2>/dev/null)"
commit=$(git rev-parse -q --verify "$object^{commit}") || exit 0
fact tagcommit "$commit"
git merge-base --is-ancestor "$commit" "$main" 2>/dev/null && fact tagonmain yes
[ "$(git log -1 --format=%ae "$commit")" = "$(git config user.email)" ] && fact tagown yes
git ls-tree -r "$commit" 2>/dev/null | head -n 500 | sed -E 's/^[0-7]+ [a-z]+ [0-9a-f]+\t/tagfile=/'
exit 0`,
    ),
    { timeoutMs: 60_000 },
  )
}

/** Judges further when the remote has a main to look at. */
export function withMain(remote: Facts, then: () => Verdict): Verdict {
  if (!remote.has("repository")) return consequenceOf("b3.script-root")
  if (remote.has("problem")) throw new Unobserved(`The remote could not be asked from dev: ${remote.get("problem")}`)
  if (remote.has("main")) return then()
  return fail({
    message: "The remote has no branch main.",
    expected: "refs/heads/main on the remote",
    actual: "(none)",
    hint: "Push it: `git push -u origin main`.",
  })
}
