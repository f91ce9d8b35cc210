import type { Settings } from "../engine/context.js"
import { sh, type ShellText } from "../engine/shell.js"

/** Prints the commit that stands on prod and the one that `ref` means. Refuses where switching would lose work. */
export function resolveScript({ prodRepo }: Settings, ref: string): ShellText {
  return sh`
export GIT_TERMINAL_PROMPT=0
cd ${prodRepo} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null || { echo ${`There is no clone with a commit at ${prodRepo}.`} >&2; exit 1; }
changed=$(git status --porcelain --untracked-files=no)
[ -z "$changed" ] || { printf 'Files were changed on prod:\n%s\n' "$changed" >&2; exit 1; }
git fetch --quiet --tags --force origin '+refs/heads/*:refs/remotes/origin/*' || exit 1
[ -n "$(git branch -r --contains HEAD)$(git tag --contains HEAD)" ] || { echo 'prod has a commit that its remote does not have.' >&2; exit 1; }
ref=${ref}
for name in "refs/tags/$ref" "refs/remotes/origin/$ref" "$ref"; do
  commit=$(git rev-parse -q --verify "$name^{commit}") && break
done
[ -n "$commit" ] || { echo "The remote has no tag, branch or commit $ref." >&2; exit 1; }
git rev-parse HEAD
echo "$commit"`
}

/** Moves main, and prod with it, to a commit. */
export function switchScript({ prodRepo }: Settings, commit: string): ShellText {
  return sh`cd ${prodRepo} && git checkout --quiet -B main ${commit}`
}

/**
 * Runs the repository's setup script. It calls sudo by itself, so a password (the first line of standard input) is handed to sudo by
 * an askpass helper that lives in memory for the time of the run.
 */
export function installScript({ prodRepo }: Settings, withPassword: boolean): ShellText {
  const askpass = withPassword
    ? sh`
work=$(mktemp -d -p /dev/shm) || exit 1
trap 'rm -rf -- "$work"' EXIT
umask 077
IFS= read -r password
printf '%s\n' "$password" >"$work/word"
unset password
printf '#!/bin/sh\ncat "%s/word"\n' "$work" >"$work/askpass"
chmod 700 "$work/askpass"
export SUDO_ASKPASS=$work/askpass
umask 022
sudo() { command sudo -A "$@"; }
export -f sudo`
    : sh`:`
  return sh`
${askpass}
cd ${prodRepo} || exit 1
[ -f setup-server.sh ] || { echo 'This commit has no setup-server.sh.' >&2; exit 1; }
export PATH=$PATH:/usr/local/bin
[ -s "$HOME/.nvm/nvm.sh" ] && . "$HOME/.nvm/nvm.sh" >/dev/null
bash ./setup-server.sh </dev/null`
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
