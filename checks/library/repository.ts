import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { fail, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"

/** What a clone on a host says, and what its remote says. One script for all checks, so that Git is started a few times only. */
export interface Repository {
  /** Is there a Git work tree at the path at all? */
  exists: boolean
  path: string
  head: string
  branch: string
  origin: string
  /** Lines of `git status --porcelain`. */
  changes: string[]
  /** Commit of the remote's main; empty when the remote could not be asked. */
  remoteMain: string
  /** Why the remote could not be asked. */
  remoteProblem: string
  tags: Map<string, Tag>
  /** Mode and path of every file of HEAD and of the remote's main. */
  headFiles: Map<string, string>
  remoteFiles: Map<string, string>
  /** Lines of setup-server.sh as the remote's main has it, without comments, continued lines joined; undefined when it is not there. */
  remoteScript: string[] | undefined
}

export interface Tag {
  /** Commit that the remote's tag leads to; empty when the remote has no such tag. */
  remoteCommit: string
  annotatedOnRemote: boolean
  /** Is it an ancestor of, or equal to, the remote's main? */
  onRemoteMain: boolean
  localCommit: string
  /** Is the local tag an ancestor of, or equal to, HEAD? */
  inHead: boolean
}

/** Tags of the course that checks ask for. */
const TAG_PATTERN = "v[0-9]*"

/** The student's clone on dev and their remote. */
export function devRepository({ settings }: Context): Probe<Repository> {
  return repository("dev", settings.devRepo, settings.remotePull)
}

/** The clone on prod. Its remote is asked from dev, which can push; here only the clone itself is looked at. */
export function prodRepository({ settings }: Context): Probe<Repository> {
  return repository("prod", settings.prodRepo, null)
}

/** @param secondUrl where to read when `origin` asks for a login; null asks no remote at all */
function repository(host: "dev" | "prod", path: string, secondUrl: string | null): Probe<Repository> {
  const probe = facts(host, script(path, secondUrl), { timeoutMs: 30_000, maxBytes: 1024 * 1024 })
  return { spec: probe.spec, read: (observation) => readRepository(path, probe.read(observation)) }
}

/** Read-only: objects that only the remote has are fetched beside the clone and forgotten. */
function script(path: string, secondUrl: string | null): ReturnType<typeof sh> {
  return sh`
export GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 GIT_SSH_COMMAND='ssh -o BatchMode=yes -o ConnectTimeout=5'
repo=${path}
cd "$repo" 2>/dev/null && top=$(git rev-parse --show-toplevel 2>/dev/null) || { fact exists no; exit 0; }
[ "$top" -ef "$repo" ] && fact exists yes || { fact exists no; exit 0; }
fact head "$(git rev-parse -q --verify HEAD)"
fact branch "$(git symbolic-ref -q --short HEAD)"
fact origin "$(git remote get-url origin 2>/dev/null | sed -E 's#(://)[^/@]*@#\1#')"
git status --porcelain --untracked-files=normal 2>/dev/null | head -n 20 | sed 's/^/change=/'
git ls-tree -r HEAD 2>/dev/null | head -n 2000 | sed -E 's/^([0-7]+) [a-z]+ [0-9a-f]+\t/headfile=\1 /'
git for-each-ref --format='localtag=%(refname:short) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)' ${`refs/tags/${TAG_PATTERN}`}
git for-each-ref --merged HEAD --format='inhead=%(refname:short)' ${`refs/tags/${TAG_PATTERN}`}
${secondUrl === null ? sh`exit 0` : sh`:`}
second=${secondUrl ?? ""}
said=$(mktemp -p /dev/shm 2>/dev/null || mktemp)
for url in origin $second; do
  if refs=$(git ls-remote "$url" refs/heads/main ${`refs/tags/${TAG_PATTERN}`} 2>"$said"); then asked=$url; break; fi
done
[ -n "\${asked:-}" ] || fact remoteproblem "$(tail -n 1 "$said")"
rm -f -- "$said"
[ -n "\${asked:-}" ] || exit 0
main=
commits=
while read -r object name; do
  case $name in
    refs/heads/main) main=$object; fact remotemain "$object" ;;
    refs/tags/*) fact remotetag "\${name#refs/tags/} $object"; commits="$commits $object" ;;
  esac
done <<<"$refs"
[ -n "$main" ] || exit 0
for object in $main $commits; do
  git cat-file -e "$object^{}" 2>/dev/null && continue
  beside=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
  trap 'rm -rf -- "$beside"' EXIT
  export GIT_ALTERNATE_OBJECT_DIRECTORIES=$(git rev-parse --absolute-git-dir)/objects GIT_OBJECT_DIRECTORY=$beside
  git fetch --quiet --no-write-fetch-head --refmap= --no-tags "$asked" refs/heads/main ${`refs/tags/*`} 2>/dev/null
  break
done
if script=$(git show "$main:setup-server.sh" 2>/dev/null); then
  fact remotescript yes
  sed -e ':join; /\\$/{N; s/\\\n/ /; b join}' -e 's/^[[:space:]]*//' <<<"$script" | grep -v '^#' | grep . | head -n 600 | sed 's/^/scriptline=/'
fi
git ls-tree -r "$main" 2>/dev/null | head -n 2000 | sed -E 's/^([0-7]+) [a-z]+ [0-9a-f]+\t/remotefile=\1 /'
for object in $commits; do
  git merge-base --is-ancestor "$object^{commit}" "$main" 2>/dev/null && fact onmain "$object"
done
exit 0`
}

function readRepository(path: string, found: Facts): Repository {
  const local = new Map(found.all("localtag").map(splitPair))
  const remote = new Map(found.all("remotetag").map(splitPair))
  const onMain = new Set(found.all("onmain"))
  const inHead = new Set(found.all("inhead"))
  const names = new Set([...local.keys(), ...[...remote.keys()].map((name) => name.replace("^{}", ""))])
  const tagOf = (name: string): Tag => {
    const object = remote.get(name) ?? ""
    const peeled = remote.get(`${name}^{}`)
    return {
      remoteCommit: peeled ?? object,
      annotatedOnRemote: peeled !== undefined,
      onRemoteMain: onMain.has(object),
      localCommit: local.get(name) ?? "",
      inHead: inHead.has(name),
    }
  }
  const files = (name: string): Map<string, string> =>
    new Map(found.all(name).map((line) => splitPair(line).reverse() as [string, string]))
  return {
    exists: found.get("exists") === "yes",
    path,
    head: found.get("head"),
    branch: found.get("branch"),
    origin: found.get("origin"),
    changes: found.all("change"),
    remoteMain: found.get("remotemain"),
    remoteProblem: found.get("remoteproblem"),
    tags: new Map([...names].map((name) => [name, tagOf(name)])),
    headFiles: files("headfile"),
    remoteFiles: files("remotefile"),
    remoteScript: found.has("remotescript") ? found.all("scriptline") : undefined,
  }
}

function splitPair(line: string): [string, string] {
  const at = line.indexOf(" ")
  return [line.slice(0, at), line.slice(at + 1)]
}

/** Judges further when the clone is there. */
export function inRepository(repository: Repository, then: () => Verdict): Verdict {
  if (repository.exists) return then()
  return fail({
    message: `There is no Git repository at ${repository.path}.`,
    expected: `a clone at ${repository.path}`,
    actual: "(none)",
  })
}

/** Judges further when the remote answered; without an answer nothing is known. */
export function onRemote(repository: Repository, then: () => Verdict): Verdict {
  return inRepository(repository, () => {
    if (repository.remoteProblem !== "")
      throw new Unobserved(`The remote of ${repository.path} could not be asked: ${repository.remoteProblem}`)
    if (repository.remoteMain !== "") return then()
    return fail({
      message: "The remote has no branch main.",
      expected: "refs/heads/main on the remote",
      actual: "(none)",
      hint: "Push it: `git push -u origin main`.",
    })
  })
}
