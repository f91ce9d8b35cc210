import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { fail, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction } from "./env-file.js"
import { quietGit, quietSsh, scratchFolder } from "./quiet-git.js"

/**
 * What the model repository of dev's .env says to the versions that .env (`kind`) and the committed example (`examplekind`) name: `tag`,
 * `branch` or `none`; and the files of the release as `file=BLOB NAME`. `problem` where the repository did not answer.
 */
export function modelRelease({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      envValueFunction,
      sh`
cd ${settings.devRepo} 2>/dev/null || exit 0
env_value .env MODEL_REPO && [ -n "$value" ] && url=$value || exit 0`,
      quietSsh,
      sh`
if ! timeout 20 git ls-remote -- "$url" >"$scratch/refs" 2>"$scratch/said"; then
  fact problem "$(bare_url "$(grep -m 1 -iE '^(fatal|remote|error|ssh)|denied|resolve' "$scratch/said" || echo 'no answer within 20 s')")"
  exit 0
fi
fact answered yes
kind() {
  if grep -qE "[[:space:]]refs/tags/\${1//./[.]}$" "$scratch/refs"; then echo tag
  elif grep -qE "[[:space:]]refs/heads/\${1//./[.]}$" "$scratch/refs" || [ "$1" = HEAD ]; then echo branch
  else echo none; fi
}
grep -oE 'refs/tags/[^^]+$' "$scratch/refs" | sed 's#refs/tags/#tag=#' | tail -n 20
main=$(git rev-parse -q --verify refs/remotes/origin/main || echo HEAD)
git show "$main:.env.example" >"$scratch/example" 2>/dev/null
env_value "$scratch/example" MODEL_VERSION && [ -n "$value" ] && fact examplekind "$(kind "$value")"
env_value .env MODEL_VERSION && [ -n "$value" ] && version=$value || exit 0
fact kind "$(kind "$version")"
git init -q --bare --template= "$scratch/release"
if timeout 40 git -C "$scratch/release" fetch -q --depth 1 --no-tags -- "$url" "$version" 2>/dev/null; then
  git -C "$scratch/release" ls-tree -r FETCH_HEAD | awk '$2 == "blob" {print "file=" $3 " " substr($0, index($0, "\t") + 1)}' | head -n 300
fi
url= value=
exit 0`,
    ),
    { timeoutMs: 90_000 },
  )
}

/** Judges further when the model repository answered: that it does not exist is a mistake, that it cannot be reached tells nothing. */
export function whileReleased(release: Facts, then: () => Verdict): Verdict {
  const problem = release.get("problem")
  if (problem === "") return then()
  if (
    /not found|does not exist|not appear to be a git|could not read Username|error: 40[134]|not a valid/i.test(problem)
  )
    return fail({
      message: "The repository that MODEL_REPO of dev's .env names does not exist for dev.",
      expected: "a repository that `git ls-remote` can read without a login",
      actual: problem,
      hint: "Copy its address from the page of the model's repository, and try it: `git ls-remote URL`.",
    })
  throw new Unobserved(`The model's repository could not be asked from dev: ${problem}`)
}
