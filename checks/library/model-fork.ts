import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { fail, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction } from "./env-file.js"
import { quietGit, quietSsh, scratchFolder } from "./quiet-git.js"

/** The release that the optional exercise ends with. */
export const SECOND_RELEASE = "v2.0"

/**
 * Defines `fork`, where the student's copy of the model repository is to be found (the setting, or what .env names once it has moved
 * on, or the repository of the same name under the student's account), and `fetch_fork`, which brings it into the folder `$scratch/fork`
 * as main and tags. Needs `env_value`, quiet Git and `scratch`.
 */
export function forkScript({ settings }: Context): ShellText {
  const { devRepo, gitAccount, gitWeb, modelFork, modelUpstream } = settings
  return sh`
cd ${devRepo} 2>/dev/null || exit 0
upstream=${modelUpstream}
fork=${modelFork}
if [ -z "$fork" ] && env_value .env MODEL_VERSION && [[ $value =~ ^v?[2-9] ]] && env_value .env MODEL_REPO; then fork=$value; fi
value=
if [ -z "$fork" ]; then
  account=${gitAccount}
  if [ -z "$account" ]; then
    account=$(git remote get-url --push origin 2>/dev/null | sed -E 's#^[a-z+]+://[^/]*/##; s#^[^/]*:##; s#/.*##')
  fi
  name=$(basename "$upstream" .git)
  [ -n "$account" ] && fork=${gitWeb}/$account/$name.git
fi
fetch_fork() {
  git init -q --bare --template= "$scratch/fork"
  timeout 40 git -C "$scratch/fork" fetch -q --no-tags -- "$fork" '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*' 2>"$scratch/said"
}`
}

/**
 * The student's fork, asked from dev: `fork` without credentials, `problem` where it did not answer, `shared` when it grew out of the
 * course's v1.0, and of its second release: `tag` (`tag` or `commit`), `own` when the course has not the same, `onmain`, `added` with
 * each path that its commit adds or changes, `card` with the lines of its card; `oldaccuracy` with the figure of the card of v1.0.
 */
export function modelFork(context: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      envValueFunction,
      quietSsh,
      forkScript(context),
      sh`
[ -n "$fork" ] || exit 0
fact fork "$(bare_url "$fork")"
[ "$(bare_url "\${fork%.git}")" = "\${upstream%.git}" ] && fact upstreamitself yes
if ! fetch_fork; then fact problem "$(bare_url "$(grep -m 1 -iE '^(fatal|remote|error|ssh)|denied|resolve' "$scratch/said" || echo 'no answer within 40 s')")"; exit 0; fi
timeout 30 git ls-remote -- "$upstream" 'refs/tags/*' >"$scratch/upstream" 2>/dev/null || { fact upstreamproblem yes; exit 0; }
cd "$scratch/fork" || exit 1
of_course() { grep -E "refs/tags/\${1//./[.]}(\^\{\})?$" "$scratch/upstream" | tail -n 1 | cut -f 1; }
first=$(of_course v1.0)
for tip in refs/heads/main refs/heads/master; do git rev-parse -q --verify $tip >/dev/null && break; done
[ -n "$first" ] && git merge-base --is-ancestor "$first" $tip 2>/dev/null && fact shared yes
second=refs/tags/${SECOND_RELEASE}
commit=$(git rev-parse -q --verify "$second^{commit}") || exit 0
git show "$commit:MODELCARD.md" 2>/dev/null | tr -d '\r' | head -n 300 | cut -c 1-400 | sed 's/^/card=/'
[ -n "$first" ] && git show "$first:MODELCARD.md" 2>/dev/null | grep -i accuracy | grep -oE '[0-9]+([.][0-9]+)? ?%' | head -n 1 | sed 's/^/oldaccuracy=/'
fact tag "$(git cat-file -t $second)"
[ "$(of_course ${SECOND_RELEASE})" = "$commit" ] || fact own yes
git merge-base --is-ancestor "$commit" $tip && fact onmain yes
git diff-tree -r --root --no-commit-id --name-only --diff-filter=AM -m --first-parent "$commit" | head -n 300 | sed 's/^/added=/'
exit 0`,
    ),
    { timeoutMs: 120_000 },
  )
}

/** Judges further when the student's fork answered. */
export function whileForked(found: Facts, then: () => Verdict): Verdict {
  const problem = found.get("problem")
  if (
    problem !== "" &&
    !/not found|does not exist|not appear to be a git|could not read Username|error: 40[134]/i.test(problem)
  )
    throw new Unobserved(`The fork of the model's repository could not be asked from dev: ${problem}`)
  if (!found.has("fork") || problem !== "" || found.has("upstreamitself"))
    return fail({
      message: "There is no fork of the model's repository under your account.",
      expected: found.has("upstreamitself")
        ? "a repository of your own"
        : found.get("fork") || "a repository of your own",
      actual: found.has("upstreamitself") ? "the course's own repository" : problem || "(none)",
      hint: "Fork it on its page; where yours has another name, put its address as `modelFork` into the settings of course.yaml.",
    })
  if (found.has("upstreamproblem"))
    throw new Unobserved(
      "The course's model repository could not be asked from dev, so nothing can be compared with it.",
    )
  return then()
}
