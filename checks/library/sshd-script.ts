import type { Context } from "../../src/engine/context.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"

/** The one place that VirtualBox forwards a port of the laptop from. */
const NAT_GATEWAY = "10.0.2.2"

/**
 * The SSH server of prod as root sees it: `refused` with what is wrong with its files, `effective=ACCOUNT ADDRESS SETTING` for several
 * who could come, `config` with each file and the time of its last change, `line` with those that speak of passwords, `restarted` when
 * it has listened anew since then, `authorized` and `authorizedkey` with the files of keys, `baseline` with the first logins from dev.
 */
export function sshdScript({ settings }: Context): ShellText {
  const { serviceUser, devAddress, prodAddress, laptopAddress } = settings
  return lines(
    sh`
sshd=/usr/sbin/sshd
[ -x "$sshd" ] || sshd=$(command -v sshd) || exit 0
fact sshd "$sshd"
said=$("$sshd" -t 2>&1) || fact refused "$(grep -m 1 . <<<"$said" | cut -c 1-200)"
effective() {
  "$sshd" -T -C "user=$1,host=$2,addr=$2,laddr=${prodAddress},lport=22" 2>/dev/null |
    grep -E '^(passwordauthentication|kbdinteractiveauthentication|authenticationmethods|permitrootlogin|authorizedkeysfile) ' | sed "s/^/effective=$1 $2 /"
}
for address in ${[devAddress, laptopAddress, "127.0.0.1", NAT_GATEWAY]}; do effective ${serviceUser} "$address"; done
for account in root nobody; do effective "$account" ${devAddress}; done`,
    configScript,
    keysScript(serviceUser, devAddress),
    loginsScript(serviceUser, devAddress),
    sh`exit 0`,
  )
}

/** The main file and what it includes, in the order of reading. */
const configScript = sh`
main=/etc/ssh/sshd_config
shopt -s nullglob
newest=0
while IFS= read -r file; do
  changed=$(stat -Lc %Y "$file" 2>/dev/null) || continue
  fact config "$changed $file"
  [ "$changed" -gt "$newest" ] && newest=$changed
  grep -niE '^[[:space:]]*(PasswordAuthentication|KbdInteractiveAuthentication|AuthenticationMethods)[[:space:]=]' "$file" | sed "s|^|line=$file:|"
done < <(
  sed -nE 's/^[[:space:]]*[Ii]nclude[[:space:]=]+(.*)$/\1/p' "$main" | tr -d '"' | tr ' \t' '\n\n' | while IFS= read -r pattern; do
    [ -n "$pattern" ] || continue
    case $pattern in /*) ;; *) pattern=/etc/ssh/$pattern ;; esac
    IFS= ; printf '%s\n' $pattern
  done
  echo "$main"
)
journalctl -q --no-pager -o cat -t sshd --since "@$newest" 2>/dev/null | grep -qE '^Server listening on ' && fact restarted yes`

/** Files that may hold keys for the account, by what the server says for it. */
function keysScript(account: string, from: string): ShellText {
  return sh`
home=$(getent passwd ${account} | cut -d: -f 6)
for file in $(effective ${account} ${from} | sed -nE 's/^.* authorizedkeysfile (.*)$/\1/p'); do
  file=\${file//%h/$home}
  file=\${file//%u/${account}}
  case $file in /*) ;; *) file=$home/$file ;; esac
  [ -f "$file" ] || continue
  folder=\${file%/*}
  case $file in "$home"/*) place=home ;; *) place=elsewhere ;; esac
  fact authorized "$place $(stat -Lc '%a %U' "$folder") $(stat -Lc '%a %U' "$file") $(grep -cvE '^[[:space:]]*(#|$)' "$file") $file"
  ssh-keygen -lf "$file" 2>/dev/null | awk '{print "authorizedkey=" $2}'
done`
}

/** The first login from dev by password, and the first by key: the journal, else the text files of syslog. */
function loginsScript(account: string, from: string): ShellText {
  return sh`
{
  journalctl -q --no-pager -o short-unix -t sshd -t sshd-session 2>/dev/null
  zcat -f /var/log/auth.log* 2>/dev/null | sed 's/^/syslog /'
} | grep -F "for "${account}" from "${from}" port" | awk '
  / Accepted (password|keyboard-interactive\/pam) for / && !p { p = 1; print "baseline=password " $1 }
  / Accepted publickey for / && !k { k = 1; print "baseline=publickey " $1 }'`
}
