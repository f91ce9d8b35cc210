import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { fail, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { quietGit, quietSsh, scratchFolder } from "./quiet-git.js"

/** What dev's remote says, asked from dev. */
export interface Remote {
  /** URLs of `origin` after all rewriting, without credentials; empty when there is no such remote. */
  push: string
  fetch: string
  /** The name behind the host of `push`, which may be an alias of ~/.ssh/config. */
  host: string
  /** Why the remote could not be asked; empty when it answered. */
  problem: string
  /** Commit of its main; empty when it has none. */
  main: string
  /** Commits of dev's own main: how many the remote lacks, and whether its main is part of them. */
  unpushed: number
  contained: boolean
  /** Objects of its tags by name, with `^{}` for what an annotated one leads to. */
  tags: Map<string, string>
  /** Heads of pull or merge requests that are part of main, as commits. */
  merged: string[]
  requests: number
  /** Subjects of main that name a request, such as "Add a page (#3)". */
  squashed: string[]
  /** The URL for everybody, what came back when it was asked without any login, and the files that anybody sees there. */
  pull: string
  anonymousProblem: string
  publicFiles: string[]
}

export function gitRemote({ settings }: Context): Probe<Remote> {
  const probe = facts("dev", script(settings), { timeoutMs: 60_000 })
  return { spec: probe.spec, read: (observation) => readRemote(probe.read(observation)) }
}

/** Read-only: what only the remote has is fetched beside the repository and forgotten. */
function script({ devRepo, gitHost, gitWeb, remotePull }: Context["settings"]): ShellText {
  return lines(
    quietGit,
    scratchFolder,
    sh`
cd ${devRepo} 2>/dev/null || exit 0`,
    quietSsh,
    sh`
push=$(git remote get-url --push origin 2>/dev/null) || exit 0
fact push "$(bare_url "$push")"
fact fetch "$(bare_url "$(git remote get-url origin 2>/dev/null)")"
case $push in
  *://*) rest=\${push#*://}; rest=\${rest#*@}; host=\${rest%%/*}; host=\${host%%:*}; path=\${rest#*/} ;;
  *:*) host=\${push%%:*}; host=\${host#*@}; path=\${push#*:}; path=\${path#/} ;;
  *) host= path= ;;
esac
case $push in http*://*) ;; *) [ -n "$host" ] && host=$(ssh -G "$host" 2>/dev/null | awk '$1 == "hostname" {print $2; exit}') ;; esac
fact host "$host"
pull=${remotePull}
if [ -z "$pull" ]; then
  case $push in
    http*://*) pull=$(bare_url "$push") ;;
    *) case $host in ${gitHost}|ssh.${gitHost}|altssh.${gitHost}) pull=${gitWeb}/$path ;; *) pull=https://$host/$path ;; esac ;;
  esac
fi
fact pull "$pull"
for url in origin "$pull"; do
  refs=$(timeout 15 git ls-remote "$url" refs/heads/main 'refs/tags/v[0-9]*' 'refs/pull/*/head' 'refs/merge-requests/*/head' 2>"$scratch/said") && asked=$url && break
  [ "$url" = origin ] && cp "$scratch/said" "$scratch/first"
done
main=
if [ -n "\${asked:-}" ]; then
  while read -r object name; do
    case $name in
      refs/heads/main) main=$object; fact main "$object" ;;
      refs/tags/*) fact tag "\${name#refs/tags/} $object" ;;
    esac
  done <<<"$refs"
else
  fact problem "$(grep -vE '^(Warning|\*\*|$)' "$scratch/first" | grep -m 1 -iE 'not found|does not exist|not appear|denied|verification|resolve|time|refused' || head -n 1 "$scratch/first")"
fi
own=$(git rev-parse -q --verify refs/heads/main)
if [ -n "$main" ] && [ -n "$own" ]; then
  if git merge-base --is-ancestor "$main" "$own" 2>/dev/null; then
    fact contained yes
    fact unpushed "$(git rev-list --count "$main..$own")"
  fi
  grep -oE '[0-9a-f]{40,64}[[:space:]]refs/(pull|merge-requests)/[0-9]+/head' <<<"$refs" | head -n 50 | while read -r head name; do
    fact request "$name"
    git merge-base --is-ancestor "$head" "$main" 2>/dev/null && fact merged "$head"
  done
  git log --no-color --format='%s' -n 3000 "$main" 2>/dev/null | grep -E '[(][#!][0-9]+[)]$' | head -n 5 | sed 's/^/squashed=/'
fi
# Anybody: no key, no saved login, none of this person's settings but the way out.
proxy=$(git config --get http.proxy 2>/dev/null)
git init -q --bare --template= "$scratch/view"
anybody() { env -u GIT_SSH_COMMAND -u SSH_AUTH_SOCK HOME="$scratch" XDG_CONFIG_HOME="$scratch" GIT_CONFIG_GLOBAL=/dev/null \${proxy:+https_proxy="$proxy"} timeout 20 git -C "$scratch/view" "$@"; }
if anybody fetch -q --depth 1 --no-tags --filter=blob:none "$pull" refs/heads/main >"$scratch/said" 2>&1; then
  anybody ls-tree --name-only FETCH_HEAD | grep -xE 'README.md|[.]gitignore' | sed 's/^/public=/'
else
  fact anonymousproblem "$(bare_url "$(grep -m 1 -E '^(fatal|remote|error):' "$scratch/said")")"
fi
exit 0`,
  )
}

function readRemote(found: Facts): Remote {
  return {
    push: found.get("push"),
    fetch: found.get("fetch"),
    host: found.get("host"),
    problem: found.get("problem"),
    main: found.get("main"),
    unpushed: Number(found.get("unpushed") || "0"),
    contained: found.has("contained"),
    tags: new Map(found.all("tag").map((line) => line.split(" ", 2) as [string, string])),
    merged: found.all("merged"),
    requests: found.all("request").length,
    squashed: found.all("squashed"),
    pull: found.get("pull"),
    anonymousProblem: found.get("anonymousproblem"),
    publicFiles: found.all("public"),
  }
}

/** Judges further when the remote answered: that it does not exist is a mistake, that it cannot be reached tells nothing. */
export function whileAnswering(remote: Remote, then: () => Verdict): Verdict {
  if (remote.problem === "") return then()
  if (/not found|does not exist|not appear to be a git/i.test(remote.problem))
    return fail({
      message: "The remote knows no such repository.",
      expected: "a repository at the URL of origin",
      actual: remote.push,
      excerpt: remote.problem,
      hint: "Create it on the Git host, empty, and compare its address with `git remote -v`. If it is there, another key may have been offered: look at `ssh -T`.",
    })
  throw new Unobserved(`The remote could not be asked from dev: ${remote.problem}`)
}
