import { sh, type ShellText } from "../../src/engine/shell.js"

/**
 * Makes Git look without a trace: no prompt, no lock, no hook, no monitor program, no object fetched on the way, the history as it is
 * and not as refs/replace would have it. Begins every script that asks Git something.
 */
export const quietGit: ShellText = sh`
export GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=/bin/false SSH_ASKPASS=/bin/false GIT_OPTIONAL_LOCKS=0 GIT_NO_REPLACE_OBJECTS=1 GIT_NO_LAZY_FETCH=1 GIT_PAGER=cat
export GIT_CONFIG_COUNT=6 GIT_CONFIG_KEY_0=core.fsmonitor GIT_CONFIG_VALUE_0=false GIT_CONFIG_KEY_1=core.hooksPath GIT_CONFIG_VALUE_1=/dev/null
export GIT_CONFIG_KEY_2=log.showSignature GIT_CONFIG_VALUE_2=false GIT_CONFIG_KEY_3=gc.auto GIT_CONFIG_VALUE_3=0
export GIT_CONFIG_KEY_4=maintenance.auto GIT_CONFIG_VALUE_4=false GIT_CONFIG_KEY_5=protocol.ext.allow GIT_CONFIG_VALUE_5=never
PATH=$PATH:/usr/local/bin
# Secrets have no place in a URL; where one stands in it all the same, it stays on the host.
bare_url() { sed -E 's#(://)[^/@]*:[^/@]*@#\1#' <<<"$1"; }`

/** Defines `scratch`, a folder of its own in memory where there is room, gone when the script ends. */
export const scratchFolder: ShellText = sh`
scratch=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT`

/**
 * Defines `quiet_ssh`: OpenSSH without questions, without traces in known_hosts and without a master connection that outlives it, and
 * makes Git use the same. Where a key has a passphrase, an agent of this account is looked for: its keys are the person's as well.
 */
export const quietSsh: ShellText = sh`
quiet_options='-o BatchMode=yes -o ConnectTimeout=6 -o UpdateHostKeys=no -o ControlMaster=no -o ControlPath=none -o PermitLocalCommand=no -o LogLevel=INFO'
quiet_ssh() { timeout 12 ssh $quiet_options "$@" </dev/null; }
export GIT_SSH_COMMAND="$(git config --get core.sshCommand 2>/dev/null || echo ssh) $quiet_options"
is_private() { [ -f "$1" ] && [ -r "$1" ] && IFS= read -r first_line <"$1" 2>/dev/null && [[ $first_line == -----BEGIN*PRIVATE\ KEY----- ]]; }
find_agent() {
  local key socket
  for key in "$HOME"/.ssh/*; do
    is_private "$key" && ! ssh-keygen -y -P '' -f "$key" >/dev/null 2>&1 || continue
    for socket in "/run/user/$UID/gcr/ssh" "/run/user/$UID/keyring/ssh" "/run/user/$UID/openssh_agent" "/run/user/$UID/ssh-agent.socket" /tmp/ssh-*/agent.* "$HOME"/.ssh/agent/*; do
      [ -S "$socket" ] && [ -O "$socket" ] && SSH_AUTH_SOCK=$socket timeout 2 ssh-add -l >/dev/null 2>&1 || continue
      export SSH_AUTH_SOCK=$socket
      return
    done
    return
  done
}
find_agent`
