import { lines, sh, type ShellText } from "../../engine/shell.js"
import type { Place } from "./back-up.js"
import { factFunction, git, strict, workLock } from "./common.js"

export interface AccountOptions {
  gitHost: string
  name: string
  email: string
  /** Does the Git host refuse the keys that dev offers? */
  needsKey: boolean
}

/** Files of the home folder that belong to the account layer. */
const HOME_FILES = [".gitconfig", ".ssh/config"] as const

/**
 * Gives dev an identity and, where the Git host knows none of its keys, one of its own with an entry in ~/.ssh/config; what is set
 * stays. Prints `key`, the public half that has to be registered. As the login account.
 */
export function accountScript(
  { folder, backup }: Place,
  { gitHost, name, email, needsKey }: AccountOptions,
): ShellText {
  return lines(
    strict,
    workLock(folder),
    factFunction,
    git,
    sh`
cd
keep=${backup}/home
if [ ! -e "$keep/kept" ]; then
  mkdir -p -m 700 "$keep/.ssh"
  for file in ${HOME_FILES}; do if [ -e "$file" ]; then cp -a -- "$file" "$keep/$file"; fi; done
  : >"$keep/kept"
fi
[ -n "$(git config --global user.name || true)" ] || git config --global user.name ${name}
[ -n "$(git config --global user.email || true)" ] || git config --global user.email ${email}
[ -n "$(git config --global init.defaultBranch || true)" ] || git config --global init.defaultBranch main`,
    needsKey ? key(gitHost) : sh`:`,
    sh`
for file in ${HOME_FILES}; do if [ -e "$file" ]; then cp -a -- "$file" "$keep/$file.ours"; fi; done`,
  )
}

function key(gitHost: string): ShellText {
  return sh`
mkdir -p -m 700 .ssh
named=
while read -r word file; do
  if [ "$word" = identityfile ]; then
    file=\${file/#\~/$HOME}
    case $file in */id_rsa | */id_ecdsa | */id_ecdsa_sk | */id_ed25519 | */id_ed25519_sk | */id_xmss | */id_dsa) continue ;; esac
    if [ -f "$file" ]; then named=$file; fi
  fi
done < <(ssh -G ${gitHost} 2>/dev/null)
if [ -z "$named" ]; then
  named=$HOME/.ssh/id_ed25519_github
  [ -f "$named" ] || ssh-keygen -q -t ed25519 -N '' -C "$(id -un) on dev, for the Git host" -f "$named"
  if [ -s .ssh/config ] && [ -n "$(tail -c 1 .ssh/config)" ]; then echo >>.ssh/config; fi
  printf 'Host %s\n  HostName %s\n  User git\n  IdentityFile %s\n  IdentitiesOnly yes\n  IdentityAgent none\n' ${gitHost} ${gitHost} '~/.ssh/id_ed25519_github' >>.ssh/config
  chmod 600 .ssh/config
fi
[ -f "$named.pub" ] || ssh-keygen -y -P '' -f "$named" >"$named.pub"
fact key "$(cat "$named.pub")"`
}

/** Takes the settings of the home folder back, as long as nobody has changed them since. Keys stay. As the login account. */
export function undoAccountScript({ folder, backup }: Place): ShellText {
  return lines(
    strict,
    workLock(folder),
    sh`
cd
keep=${backup}/home
[ -e "$keep/kept" ] || exit 0
for file in ${HOME_FILES}; do
  if [ -e "$keep/$file.ours" ] && cmp -s "$file" "$keep/$file.ours"; then
    if [ -e "$keep/$file" ]; then cp -a -- "$keep/$file" "$file"; else rm -f -- "$file"; fi
  fi
done`,
  )
}
