import type { Context } from "../../src/engine/context.js"
import { sh, type ShellText } from "../../src/engine/shell.js"

/** Settings, keys, greeting and pages of the Git host as facts. Follows `quietGit`, `scratchFolder` and `quietSsh`. */
export function gitHostScript({ settings }: Context): ShellText {
  const { gitHost, gitWeb, gitAccount, prodAddress, serviceUser } = settings
  return sh`
# Who has several accounts gives the host another name in ~/.ssh/config and pushes to that.
target=${gitHost}
push=$(git remote get-url --push origin 2>/dev/null)
case $push in
  ssh://*) alias=\${push#ssh://}; alias=\${alias#*@}; alias=\${alias%%[:/]*} ;;
  *://*) alias= ;;
  *:*) alias=\${push%%:*}; alias=\${alias#*@} ;;
  *) alias= ;;
esac
settings_of() { ssh -G "$1" 2>"$scratch/refused"; }
if [ -n "$alias" ]; then
  case $(settings_of "$alias" | awk '$1 == "hostname" {print $2; exit}') in ${gitHost}|ssh.${gitHost}|altssh.${gitHost}) target=$alias ;; esac
fi
settings_of "$target" >"$scratch/ssh" || fact refused "$(grep -m 1 . "$scratch/refused" | cut -c 1-200)"
grep -E '^(user|hostname|port|identitiesonly|identityagent|hostkeyalias|stricthostkeychecking) ' "$scratch/ssh" | sed 's/^/ssh=/'
fact prodagent "$(settings_of ${`${serviceUser}@${prodAddress}`} | awk '$1 == "identityagent" {print $2; exit}')"
[ -e ~/.ssh/config ] && fact configmode "$(stat -Lc %a ~/.ssh/config)"
for file in ~/.ssh/config.txt ~/.ssh/Config ~/.ssh/conf ~/.ssh/ssh_config ~/.ssh/config.conf; do [ -f "$file" ] && fact misnamed "\${file##*/}"; done
count=0
for file in ~/.ssh/*; do is_private "$file" && count=$((count + 1)); done
fact privatekeys "$count"
ssh -F /dev/null -G "$target" 2>/dev/null | grep '^identityfile ' | sort >"$scratch/defaults"
grep '^identityfile ' "$scratch/ssh" | sort | cmp -s - "$scratch/defaults" && fact bydefault yes
: >"$scratch/prints"
grep '^identityfile ' "$scratch/ssh" | cut -d' ' -f 2- | while IFS= read -r file; do
  file=\${file/#\~/$HOME}
  if [ ! -e "$file" ]; then kind=missing
  elif [ ! -r "$file" ]; then kind=unreadable
  elif is_private "$file"; then kind=private
  elif ssh-keygen -lf "$file" >/dev/null 2>&1; then kind=public
  else kind=other; fi
  fact identity "$kind $(stat -Lc %a "$file" 2>/dev/null || echo -) $file"
  [ "$kind" = private ] && [ -z "\${SSH_AUTH_SOCK:-}" ] && ! ssh-keygen -y -P '' -f "$file" >/dev/null 2>&1 && fact locked yes
  case $kind in private|public) ssh-keygen -lf "$file" 2>/dev/null | awk '{print $2}' >>"$scratch/prints" ;; esac
done
hostname=$(awk '$1 == "hostname" {print $2; exit}' "$scratch/ssh")
port=$(awk '$1 == "port" {print $2; exit}' "$scratch/ssh")
known=$(awk '$1 == "hostkeyalias" {print $2; exit}' "$scratch/ssh")
[ -n "$known" ] || { known=$hostname; [ "\${port:-22}" = 22 ] || known="[$hostname]:$port"; }
for file in $(grep -E '^(user|global)knownhostsfile ' "$scratch/ssh" | cut -d' ' -f 2-); do
  file=\${file/#\~/$HOME}
  [ -r "$file" ] && ssh-keygen -F "$known" -f "$file" 2>/dev/null | grep -q . && fact knownhost yes
done
greeting=$(quiet_ssh -T -o StrictHostKeyChecking=yes "git@$target" 2>&1 | tr -d '\r')
fact greeting "$(grep -m 1 -E '^(Hi |Welcome to |.*logged in as )|[Pp]ermission denied|verification failed|resolve|timed out|refused|unreachable|Connection closed|Bad (configuration|owner)' <<<"$greeting" || grep -m 1 . <<<"$greeting")"
account=${gitAccount}
if [ -z "$account" ]; then
  path=\${push#*://}
  case $push in *://*) path=\${path#*/} ;; *:*) path=\${push#*:} ;; *) path= ;; esac
  path=\${path#/}
  case $path in */*) account=\${path%%/*} ;; esac
fi
case $account in ''|*[!A-Za-z0-9._-]*) exit 0 ;; esac
fact account "$account"
# The way out may lead through a proxy that only Git was told of.
proxy=$(git config --get http.proxy 2>/dev/null)
[ -n "$proxy" ] && export http_proxy=$proxy https_proxy=$proxy
page() {
  if command -v curl >/dev/null; then curl -sSL --max-time 8 --max-filesize 500000 -o "$scratch/page" -w '%{http_code}' "$1" 2>/dev/null
  elif command -v wget >/dev/null; then
    wget -q --server-response --timeout=8 --tries=1 -O "$scratch/page" "$1" 2>"$scratch/wget"
    grep -oE 'HTTP/[0-9.]+ [0-9]{3}' "$scratch/wget" | tail -n 1 | cut -d' ' -f 2 | grep . || echo 000
  else echo 000; fi
}
fact profile "$(page ${gitWeb}/"$account")"
keys=$(page ${gitWeb}/"$account".keys)
fact keys "$keys"
if [ "$keys" = 200 ] && [ -s "$scratch/prints" ]; then
  ssh-keygen -lf "$scratch/page" 2>/dev/null | awk '{print $2}' | grep -qxFf "$scratch/prints" && fact registered yes
fi
exit 0`
}
