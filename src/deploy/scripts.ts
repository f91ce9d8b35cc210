import type { Settings } from "../engine/context.js"
import { sh, type ShellText } from "../engine/shell.js"

/** Only a checkout that loses nothing by a switch is touched. Expects to stand in it. */
const requireClean: ShellText = sh`
changed=$(git status --porcelain --untracked-files=no)
[ -z "$changed" ] || { printf 'Files were changed on prod:\n%s\n' "$changed" >&2; exit 1; }
git fetch --quiet --tags --force origin '+refs/heads/*:refs/remotes/origin/*' || exit 1
[ -n "$(git branch -r --contains HEAD)$(git tag --contains HEAD)" ] || { echo 'prod has a commit that its remote does not have.' >&2; exit 1; }`

/** Says of the commits `$from` and `$to`, line by line, what they are and whether they bring a deploy.sh. */
const tellCommits: ShellText = sh`
has_releases() { git cat-file -e "$1:deploy/deploy.sh" 2>/dev/null && git cat-file -e "$1:deploy/host-files" 2>/dev/null && echo yes || echo no; }
printf '%s\n' "from=$from" "to=$to" "from-releases=$(has_releases "$from")" "to-releases=$(has_releases "$to")"`

function enter(prodRepo: string): ShellText {
  return sh`
export GIT_TERMINAL_PROMPT=0
cd ${prodRepo} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null || { echo ${`There is no clone with a commit at ${prodRepo}.`} >&2; exit 1; }`
}

/** Tells the commit that stands on prod and the one that `ref` means. Refuses where switching would lose work. */
export function resolveScript({ prodRepo }: Settings, ref: string): ShellText {
  return sh`
${enter(prodRepo)}
${requireClean}
ref=${ref} tag=no
for name in "refs/tags/$ref" "refs/remotes/origin/$ref" "$ref"; do
  to=$(git rev-parse -q --verify --end-of-options "$name^{commit}") && break
done
[ -n "$to" ] || { echo "The remote has no tag, branch or commit $ref." >&2; exit 1; }
if git rev-parse -q --verify --end-of-options "refs/tags/$ref" >/dev/null; then
  tag=yes
  [ -n "$(git ls-remote origin "refs/tags/$ref")" ] || { echo "The tag $ref was never pushed: the remote does not have it." >&2; exit 1; }
fi
from=$(git rev-parse HEAD)
${tellCommits}
echo "tag=$tag"`
}

/** Where deployments are recorded on prod, one line each, as deploy.sh documents it. */
export const DEPLOY_LOG = "/var/log/pixelwise/deploy.log"

/**
 * Tells what ran before the current commit (or, with a tag, that tag's commit) like `resolveScript`, with its name as `ref=`. A
 * checkout with a rollback.sh knows by itself; before that, the record tells.
 */
export function beforeScript({ prodRepo }: Settings, tag: string | undefined): ShellText {
  return sh`
${enter(prodRepo)}
${requireClean}
tag=${tag ?? ""}
from=$(git rev-parse HEAD)
if [ -f deploy/rollback.sh ]; then
  export PIXELWISE_DIR=${prodRepo}
  said=$(bash deploy/rollback.sh --print \${tag:+"$tag"}) || exit 1
  ref=\${said% *} to=\${said##* }
elif [ -n "$tag" ]; then
  ref=$tag
  to=$(git rev-parse -q --verify --end-of-options "refs/tags/$tag^{commit}") || { echo "The remote has no tag $tag." >&2; exit 1; }
else
  line=$(grep -F ' result=deployed ' ${DEPLOY_LOG} 2>/dev/null | grep -F " commit=$from " | tail -n 1)
  ref=$(sed -n 's/.* previous=\([^ ]*\).*/\1/p' <<<"$line")
  to=$(sed -n 's/.* previous_commit=\([^ ]*\).*/\1/p' <<<"$line")
  [ -n "$to" ] && [ "$to" != "$from" ] || { echo "prod has no record of what ran before $(git describe --tags --exact-match 2>/dev/null || git rev-parse --short HEAD)." >&2; exit 1; }
fi
${tellCommits}
printf 'ref=%s\ntag=%s\n' "$ref" "$(git rev-parse -q --verify --end-of-options "refs/tags/$ref" >/dev/null && echo yes || echo no)"`
}

/** Moves main, and prod with it, to a commit. */
export function switchScript({ prodRepo }: Settings, commit: string): ShellText {
  return sh`cd ${prodRepo} && git checkout --quiet -B main ${commit}`
}

/**
 * Lets the scripts of the repository, which call sudo by themselves, find a password: it comes as the first line of standard input
 * and is handed over by an askpass helper that lives in memory for the time of the run.
 */
export function askpass(withPassword: boolean): ShellText {
  if (!withPassword) return sh`:`
  return sh`
secrets=$(mktemp -d -p /dev/shm) || exit 1
trap 'rm -rf -- "$secrets"' EXIT
umask 077
IFS= read -r password
printf '%s\n' "$password" >"$secrets/word"
unset password
printf '#!/bin/sh\ncat "%s/word"\n' "$secrets" >"$secrets/askpass"
chmod 700 "$secrets/askpass"
export SUDO_ASKPASS=$secrets/askpass
umask 022
sudo() { command sudo -A "$@"; }
export -f sudo`
}

/** Makes Node.js found where people install it beside Debian's packages. */
export const nodePath: ShellText = sh`
export PATH=$PATH:/usr/local/bin
[ -s "$HOME/.nvm/nvm.sh" ] && . "$HOME/.nvm/nvm.sh" >/dev/null`

/** Runs the setup script of the checkout. */
export function installScript({ prodRepo }: Settings, withPassword: boolean): ShellText {
  return sh`
${askpass(withPassword)}
cd ${prodRepo} || exit 1
[ -f setup-server.sh ] || { echo 'This commit has no setup-server.sh.' >&2; exit 1; }
${nodePath}
bash ./setup-server.sh </dev/null`
}

/**
 * Gives the checkout and the port back, where releases had them: a service that is built in the checkout listens by itself. The
 * running process keeps its socket until setup-server.sh restarts it. Also makes the folder of the record.
 */
export function leaveReleasesScript({ prodRepo, unit }: Settings, withPassword: boolean): ShellText {
  return sh`
set -e
${askpass(withPassword)}
cd ${prodRepo}
sudo install -d -o "$(id -un)" -m 755 /var/log/pixelwise
socket=/etc/systemd/system/${unit}.socket
if [ -e "$socket" ]; then
  sudo systemctl --quiet disable --now ${unit}.socket ${unit}-audit.timer || true
  sudo rm -f "$socket" /etc/systemd/system/${unit}-audit.timer /etc/systemd/system/${unit}-audit.service
  sudo systemctl daemon-reload
fi
for name in dist node_modules; do
  if [ -L "$name" ]; then rm "$name"; fi
done
rm -f ${prodRepo}-releases/current ${prodRepo}-releases/verified ${prodRepo}-releases/before`
}

/** Appends what was put in place to the record, in the form of deploy.sh. */
export function recordScript(
  { prodRepo }: Settings,
  { ref, from, to }: { ref: string; from: string; to: string },
): ShellText {
  return sh`
cd ${prodRepo}
name() { git describe --tags --exact-match "$1" 2>/dev/null || git rev-parse --short "$1"; }
ref=${ref} to=${to} from=${from}
result=deployed
[ "$from" != "$to" ] || result=unchanged
printf '%s result=%s tag=%s commit=%s previous=%s previous_commit=%s release=- seconds=-\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$result" "$ref" "$to" "$(name "$from")" "$from" >>${DEPLOY_LOG}`
}

/** Exits 0 once /health has answered 200 from one and the same process three times in a row: a crash loop answers now and then. */
export function waitForHealthScript({ prodPort, unit }: Settings, seconds: number): ShellText {
  return sh`
good=0 last=
for attempt in $(seq ${seconds * 2}); do
  pid=$(systemctl show ${`${unit}.service`} -p MainPID --value)
  code=$(curl -s -o /dev/null -w '%{http_code}' --max-time 3 ${`http://127.0.0.1:${prodPort}/health`})
  if [ "$code" = 200 ] && [ "\${pid:-0}" -gt 0 ] && { [ -z "$last" ] || [ "$pid" = "$last" ]; }; then good=$((good + 1)); else good=0; fi
  last=$pid
  [ $good -ge 3 ] && exit 0
  sleep 0.5
done
journalctl -q --no-pager -o cat -u ${unit} -n 6 >&2
exit 1`
}
