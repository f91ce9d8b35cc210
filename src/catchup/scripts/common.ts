import { quietGit, quietSsh } from "../../../checks/library/quiet-git.js"
import { lines, sh, type ShellText } from "../../engine/shell.js"

/** Folder of a host's catch-ups, below the home folder of the account that course logs in with. */
export function catchUpFolder(home: string): string {
  return `${home}/.course/catch-up`
}

/** Begins scripts that change something: the first failure ends them, and files are for the account alone. */
export const strict: ShellText = sh`
set -euo pipefail
umask 077
export LC_ALL=C.UTF-8
trouble() { printf '%s\n' "$*" >&2; exit 1; }`

/** Defines `fact NAME VALUE`: one line of what a script tells. */
export const factFunction: ShellText = sh`
fact() { local name=$1 value; shift; value=$*; printf '%s=%s\n' "$name" "\${value//[$'\n\r']/ }"; }`

/** Git that asks nobody, runs no hook of the repository and takes it as it is, whoever owns it. */
export const git: ShellText = lines(
  quietGit,
  sh`
export GIT_CONFIG_COUNT=9 GIT_CONFIG_KEY_6=safe.directory GIT_CONFIG_VALUE_6='*' GIT_CONFIG_KEY_7=advice.detachedHead GIT_CONFIG_VALUE_7=false
export GIT_CONFIG_KEY_8=commit.gpgSign GIT_CONFIG_VALUE_8=false`,
)

/**
 * Lets Git reach the Git host without a question. A host that is new is trusted from now on, as by a person who saw its fingerprint; with
 * `knownHosts` (files, separated by a blank) that is noted in the first of them.
 */
export function gitSsh(knownHosts?: ShellText): ShellText {
  const files = knownHosts ? sh` -o 'UserKnownHostsFile=${knownHosts}'` : sh``
  return lines(
    quietSsh,
    sh`
export GIT_SSH_COMMAND="$(git config --get core.sshCommand 2>/dev/null || echo ssh) -o BatchMode=yes -o ConnectTimeout=10 -o StrictHostKeyChecking=accept-new${files} -o UpdateHostKeys=no -o ControlMaster=no -o ControlPath=none -o LogLevel=ERROR"`,
  )
}

/** Waits until nothing of an earlier, cut catch-up runs any more, and keeps others out while the script runs. */
export function workLock(folder: string): ShellText {
  return sh`
mkdir -p -- ${folder}
chmod 700 -- ${folder}
exec 7>>${`${folder}/work.lock`}
flock -w 60 7 || trouble 'Something of an earlier catch-up is still running on this host.'`
}

/**
 * Defines `move FROM TO`: by renaming, which is one step. Between file systems (and layers of one) it copies, makes that durable, and
 * only then removes: cut at any moment, the next run finds out how far it came.
 */
export const moveFunction: ShellText = sh`
move() {
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then return 0; fi
  if [ -e "$2" ] || [ -L "$2" ]; then rm -rf -- "$1"; return 0; fi
  perl -e 'exit !rename $ARGV[0], $ARGV[1]' "$1" "$2" && return 0
  rm -rf -- "$2.partial"
  cp -a --reflink=auto -- "$1" "$2.partial"
  sync -f "$2.partial" 2>/dev/null || sync
  mv -T -- "$2.partial" "$2"
  rm -rf -- "$1"
}`

/** Folders that are made from others and are large: moved into a backup, never copied. */
export const DERIVED = ["node_modules", ".venv"] as const
