import { lines, sh, type ShellText } from "../../engine/shell.js"
import type { ReferenceTag } from "../../reference/packed-history.js"
import type { Place } from "./back-up.js"
import { git, gitSsh, strict, workLock } from "./common.js"

export interface FilesOptions {
  id: string
  commit: string
  tags: readonly ReferenceTag[]
  /** Tags of the reference that come after the state: they go, where they are the reference's own. */
  later: readonly ReferenceTag[]
  origin: string
}

/** Larger files have no place in a history; they stay in the copy of the tree. */
const LARGEST_KIB = 5 * 1024

/**
 * Brings the tracked files to a commit; standard input is the bundle with it. What is not committed becomes a stash, an old head becomes
 * a branch, old tags are kept out of sight. Every step can be repeated. As the login account.
 */
export function filesScript(place: Place, options: FilesOptions): ShellText {
  const { folder, backup, repo } = place
  return lines(
    strict,
    workLock(folder),
    git,
    sh`
umask 022
cd ${repo}
cat >${`${backup}/reference.bundle`}
if ! top=$(git rev-parse --show-toplevel 2>/dev/null) || [ ! "$top" -ef . ]; then
  rm -rf .git
  git init -q -b main --template= .
fi
find .git -name '*.lock' -not -path '.git/objects/*' -delete
git fetch -q --no-tags ${`${backup}/reference.bundle`} '+refs/tags/*:refs/course/reference/*'
id=${options.id} target=${options.commit} kept=${backup}
export GIT_AUTHOR_NAME=course GIT_AUTHOR_EMAIL=course@localhost GIT_COMMITTER_NAME=course GIT_COMMITTER_EMAIL=course@localhost
head=$(git rev-parse -q --verify HEAD || true)
main=$(git rev-parse -q --verify refs/heads/main || true)
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT`,
    PARK_WORK,
    PARK_HEADS,
    sh`
tag() {
  local old
  old=$(git rev-parse -q --verify "refs/tags/$1" || true)
  if [ -n "$old" ] && [ "$old" != "$2" ] && ! git rev-parse -q --verify "refs/course/$id/tags/$1" >/dev/null; then
    git update-ref "refs/course/$id/tags/$1" "$old"
  fi
  [ "$old" = "$2" ] || git update-ref "refs/tags/$1" "$2"
}
untag() { if [ "$(git rev-parse -q --verify "refs/tags/$1" || true)" = "$2" ]; then git update-ref -d "refs/tags/$1"; fi; }`,
    ...options.tags.map(({ name, object }) => sh`tag ${name} ${object}`),
    ...options.later.map(({ name, object }) => sh`untag ${name} ${object}`),
    SWITCH,
    sh`
git config --replace-all remote.origin.url ${options.origin}
git config --unset-all remote.origin.pushurl || true
git config --get-all remote.origin.fetch >/dev/null || git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
git config branch.main.remote origin
git config branch.main.merge refs/heads/main
git for-each-ref --format='delete %(refname)' refs/course/reference | git update-ref --stdin
rm -f -- ${`${backup}/reference.bundle`}`,
  )
}

/**
 * Everything that is not committed, as one stash: staged, changed, deleted and new files. Not what the state's own .gitignore names, not
 * `.env`, and nothing large: a stash is part of the history that is looked through for secrets and data.
 */
const PARK_WORK: ShellText = sh`
git show "$target:.gitignore" >"$scratch/ignore" 2>/dev/null || :
exclude=(--exclude-from="$scratch/ignore")
if [ -f .git/info/exclude ]; then exclude+=(--exclude-from=.git/info/exclude); fi
: >"$scratch/paths"
while IFS= read -r -d '' path; do
  case $path in
    .env | */.env) continue ;;
    */) printf '%s\n' "$path" >>"$kept/only-in-tree"; continue ;;
  esac
  if [ -d "$path" ] && [ ! -L "$path" ]; then continue; fi
  if [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c %s -- "$path")" -gt $((${LARGEST_KIB} * 1024)) ]; then
    printf '%s\n' "$path" >>"$kept/only-in-tree"
    continue
  fi
  printf '%s\0' "$path" >>"$scratch/paths"
done < <({ git ls-files --others -z "\${exclude[@]}"; git ls-files -z; if [ -n "$head" ]; then git ls-tree -r --name-only -z "$head"; fi; } 2>/dev/null | sort -zu)
export GIT_INDEX_FILE="$scratch/index"
empty=$(git mktree </dev/null)
base=$empty
if [ -n "$head" ]; then base=$(git rev-parse "$head^{tree}"); git read-tree "$head"; fi
git update-index --add --remove --replace -z --stdin <"$scratch/paths"
work=$(git write-tree)
unset GIT_INDEX_FILE
staged=$(git write-tree 2>/dev/null || printf %s "$base")
if [ "$work" != "$base" ] || [ "$staged" != "$base" ]; then
  if [ -z "$head" ]; then
    git update-ref "refs/heads/backup/$id" "$(git commit-tree "$work" -m "Files before the catch-up $id")"
  elif ! git log -g --format=%T refs/stash 2>/dev/null | grep -xF "$work" >/dev/null; then
    index=$(git commit-tree "$staged" -p "$head" -m "index before the catch-up $id")
    git stash store -m "course catch-up $id" "$(git commit-tree "$work" -p "$head" -p "$index" -m "course catch-up $id")"
    echo stashed
  fi
fi`

/** Commits that would lie on no branch any more get one. */
const PARK_HEADS: ShellText = sh`
park() {
  if [ -z "$2" ] || [ "$2" = "$target" ] || git merge-base --is-ancestor "$2" "$target"; then return 0; fi
  if git rev-parse -q --verify "refs/heads/$1" >/dev/null; then return 0; fi
  git update-ref "refs/heads/$1" "$2"
}
park "backup/$id" "$main"
if ! git symbolic-ref -q HEAD >/dev/null && [ -z "$(git for-each-ref --contains "$head" --format=x refs/heads)" ]; then park "backup/$id-head" "$head"; fi`

/** The work tree changes only here. `.env` may have been tracked by mistake: it outlives that. */
const SWITCH: ShellText = sh`
git symbolic-ref HEAD refs/heads/main
git update-ref -m "course catch-up $id" refs/heads/main "$target"
rm -rf .git/MERGE_HEAD .git/MERGE_MSG .git/MERGE_MODE .git/AUTO_MERGE .git/SQUASH_MSG .git/CHERRY_PICK_HEAD .git/REVERT_HEAD .git/BISECT_* .git/rebase-merge .git/rebase-apply .git/sequencer
if [ -e .env ] && [ ! -e "$kept/env" ]; then cp -L -- .env "$kept/env"; chmod 600 "$kept/env"; fi
git reset -q --hard "$target" 2>"$scratch/said" || { rm -f .git/index; git reset -q --hard "$target" || { cat "$scratch/said" >&2; exit 1; }; }
git clean -ffdq
if [ ! -e .env ] && [ ! -L .env ] && [ -e "$kept/env" ]; then (umask 077; cp -- "$kept/env" .env); fi`

/** Lets the remote have main and the tags of the state, and keeps an old main of it as a branch. As the login account, on dev. */
export function pushScript({ folder, backup, repo }: Place, { id, commit, tags }: FilesOptions): ShellText {
  return lines(
    strict,
    workLock(folder),
    git,
    sh`cd ${repo}`,
    gitSsh(),
    sh`
id=${id} target=${commit} kept=${backup}
there=$(git ls-remote origin refs/heads/main "refs/heads/backup/$id" 'refs/tags/v[0-9]*')
if [ ! -e "$kept/remote.before" ]; then printf '%s\n' "$there" >"$kept/remote.new"; mv "$kept/remote.new" "$kept/remote.before"; fi
at() { awk -v ref="$1" '$2 == ref {print $1}' <<<"$there"; }
words=()
push() { words+=("--force-with-lease=$2:$3" "$1:$2"); printf '%s %s\n' "$2" "$1" >>"$kept/remote.after"; }
main=$(at refs/heads/main)
if [ "$main" != "$target" ]; then
  if [ -n "$main" ]; then
    git cat-file -e "$main^{commit}" 2>/dev/null || git fetch -q --no-tags origin "+refs/heads/main:refs/course/$id/remote-main"
    if ! git merge-base --is-ancestor "$main" "$target" && [ -z "$(at "refs/heads/backup/$id")" ]; then push "$main" "refs/heads/backup/$id" ''; fi
  fi
  push "$target" refs/heads/main "$main"
fi
tag() { local old; old=$(at "refs/tags/$1"); [ "$old" = "$2" ] || push "$2" "refs/tags/$1" "$old"; }`,
    ...tags.map(({ name, object }) => sh`tag ${name} ${object}`),
    sh`
if [ \${#words[@]} -gt 0 ]; then git push -q --atomic origin "\${words[@]}"; fi
git update-ref refs/remotes/origin/main "$target"`,
  )
}

/** Lets prod know what the remote has by now. As the login account. */
export function fetchScript({ folder, repo }: Place): ShellText {
  return lines(
    strict,
    workLock(folder),
    git,
    sh`
cd ${repo}
git fetch -q --no-tags --prune origin '+refs/heads/main:refs/remotes/origin/main'`,
  )
}
