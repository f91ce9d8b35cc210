import { sh, type ShellText } from "../../src/engine/shell.js"

/** Where the repository is, and whether it is one. Ends the script where it is none. */
export function placeScript(path: string): ShellText {
  return sh`
repo=${path}
[ -e "$HOME/.git" ] && fact home yes
inside=$(git -C "\${repo%/*}" rev-parse --show-toplevel 2>/dev/null) && fact inside "$inside"
cd "$repo" 2>/dev/null || { fact problem "there is no such folder"; exit 0; }
top=$(git rev-parse --show-toplevel 2>"$scratch/said") || { fact problem "$(head -n 1 "$scratch/said")"; exit 0; }
[ "$top" -ef "$repo" ] || exit 0
fact exists yes
fact filesystem "$(stat -f -c %T .)"`
}

/** Branches, work tree, readme and first commit. Defines `tip`, main or else HEAD, for what follows. */
export const treeScript: ShellText = sh`
fact branch "$(git symbolic-ref -q --short HEAD)"
git for-each-ref --format='head=%(refname:short)' refs/heads
fact shallow "$(git rev-parse --is-shallow-repository)"
git status --porcelain --untracked-files=normal 2>/dev/null | head -n 20 | sed 's/^/change=/'
[ -f README.md ] && fact readmeondisk yes
[ -n "$(git ls-files -- README.md)" ] && fact readmeinindex yes
tip=$(git rev-parse -q --verify refs/heads/main || git rev-parse -q --verify HEAD) || exit 0
fact tip "$tip"
fact upstream "$(git for-each-ref --format='%(upstream:short)' refs/heads/main)"
fact readmebytes "$(git cat-file -s "$tip:README.md" 2>/dev/null)"
root=$(git rev-list --first-parent "$tip" | tail -n 1)
git ls-tree -r --name-only "$root" | head -n 50 | sed 's/^/rootfile=/'
git log -1 --no-color --no-mailmap --format='rootauthor=%an%x09%ae' "$root"`

/** The tag that ends the block. Defines `tagged`, the commit it leads to. */
export function tagScript(tag: string): ShellText {
  return sh`
tagged=$(git rev-parse -q --verify ${`refs/tags/${tag}^{commit}`})
if [ -n "$tagged" ]; then
  git for-each-ref --format="tag=%(objecttype)%09%(objectname)%09$tagged%09%(contents:subject)" ${`refs/tags/${tag}`}
  git merge-base --is-ancestor "$tagged" "$tip" && fact tagonmain yes
fi`
}

/** Every commit of main, and what a conflict may have left behind in its newest files. */
export const commitsScript: ShellText = sh`
git log --no-color --format='commit=%H%x09%P%x09%s' -n 3000 "$tip"
git grep --no-color --no-textconv -nIE '^(<<<<<<<|>>>>>>>|[|]{7}) ' "$tip" -- . 2>/dev/null | head -n 10 | cut -d: -f2,3 | sed 's/^/marker=/'`

/**
 * The merges that concern README.md, and whether they were worth the name: what merging the parents once more leads to. The objects that
 * this makes live in the scratch folder only. A lone `=======` underlines a heading in Markdown, so it counts as left behind only where
 * the merge itself brought it in.
 */
export const mergesScript: ShellText = sh`
objects=$(cd "$(git rev-parse --git-path objects)" && pwd)
again() {
  local out status
  mkdir -p "$scratch/objects"
  out=$(GIT_OBJECT_DIRECTORY=$scratch/objects GIT_ALTERNATE_OBJECT_DIRECTORIES=$objects git merge-tree --write-tree --name-only --no-messages "$2" "$3" 2>/dev/null)
  status=$?
  if [ "$status" -gt 1 ]; then
    # Git before 2.38 knows the older form only, which prints the result.
    git merge-tree "$1" "$2" "$3" | awk '/^[a-z]/ {name = ""} $NF == "README.md" {name = 1} name && /^\+<<<<<<</ {found = 1} END {exit !found}'
    return
  fi
  [ "$status" = 1 ] && sed 1d <<<"$out" | grep -qxF README.md
}
separator() { git cat-file blob "$1:README.md" 2>/dev/null | tr -d '\r' | grep -nx '=======' | head -n 1; }
git rev-list --merges --reverse --parents "$tip" | head -n 60 | while read -r merge one two more; do
  [ -n "$two" ] && [ -z "$more" ] || continue
  base=$(git merge-base "$one" "$two") || continue
  same=$(git rev-parse -q --verify "$base:README.md")
  [ "$(git rev-parse -q --verify "$one:README.md")" = "$same" ] && [ "$(git rev-parse -q --verify "$two:README.md")" = "$same" ] && continue
  left=$(git rev-list --count "$base..$one") right=$(git rev-list --count "$base..$two") conflict=no intag=no
  [ "$left" -gt 0 ] && [ "$right" -gt 0 ] && again "$base" "$one" "$two" && conflict=yes
  [ -n "$tagged" ] && git merge-base --is-ancestor "$merge" "$tagged" && intag=yes
  fact merge "$merge $left $right $conflict $intag"
  line=$(separator "$merge")
  [ -n "$line" ] && [ -z "$(separator "$one")$(separator "$two")" ] && [ -n "$(separator "$tip")" ] && fact marker "README.md:\${line%%:*}"
done
exit 0`
