import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"

/**
 * The lines of setup-server.sh as the remote's main has it, without comments, with continued lines joined. It is read from the
 * remote-tracking branch when that is up to date, else from the remote itself.
 */
export function remoteScript({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    sh`
export GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 GIT_SSH_COMMAND='ssh -o BatchMode=yes -o ConnectTimeout=5'
cd ${settings.devRepo} 2>/dev/null || exit 0
second=${settings.remotePull}
for url in origin $second; do
  main=$(git ls-remote "$url" refs/heads/main 2>/dev/null | cut -f 1)
  [ -n "$main" ] && break
done
[ -n "$main" ] || exit 0
if ! git cat-file -e "$main" 2>/dev/null; then
  beside=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
  trap 'rm -rf -- "$beside"' EXIT
  export GIT_ALTERNATE_OBJECT_DIRECTORIES=$(git rev-parse --absolute-git-dir)/objects GIT_OBJECT_DIRECTORY=$beside
  git fetch --quiet --no-write-fetch-head --refmap= --no-tags --depth=1 "$url" refs/heads/main 2>/dev/null
fi
script=$(git show "$main:setup-server.sh" 2>/dev/null) || exit 0
fact found yes
sed -e ':join; /\\$/{N; s/\\\n/ /; b join}' -e 's/^[[:space:]]*//' <<<"$script" | grep -v '^#' | grep . | head -n 600 | sed 's/^/line=/'
exit 0`,
    { timeoutMs: 30_000 },
  )
}
