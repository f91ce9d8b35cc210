import { sh, type ShellText } from "../../src/engine/shell.js"

/**
 * Defines `as_student COMMAND...`: runs it under the account of the clone, with a `sudo` on its PATH that needs no password and changes
 * nothing on the host: the command gets the two capabilities with which that `sudo` changes the account. Each use of `sudo` is noted in
 * `$work/sudo` (account and program, never arguments), and whether the database's password was among the arguments in `$work/seen`.
 */
export const studentsSudo: ShellText = sh`
mkdir -p "$work/bin"
printf '%s' "$own_password" >"$work/password"
cat >"$work/bin/sudo" <<'SUDO'
#!/bin/bash
work=$(dirname "$(dirname "$0")")
user=root
login=
while [ $# -gt 0 ]; do
  case $1 in
    -u|--user) user=$2; shift 2 ;;
    --user=*) user=\${1#*=}; shift ;;
    -u?*) user=\${1#-u}; shift ;;
    -g|-p|-C|-h|-r|-t|-D|-R|-T) shift 2 ;;
    -iu|-Hu|-nu|-Hiu|-Su|-Eu) case $1 in *i*) login=yes ;; esac; user=$2; shift 2 ;;
    -i|-s|--login|--shell) login=yes; shift ;;
    -v|-k|-K|-l|--validate) exit 0 ;;
    --) shift; break ;;
    -*) shift ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
secret=$(cat "$work/password")
for word in "$@"; do case $word in *"$secret"*) [ "\${#secret}" -ge 6 ] && : >>"$work/seen" ;; esac; done
echo "$user \${1##*/}" >>"$work/sudo"
[ $# -gt 0 ] || set -- bash
[ -z "$login" ] || cd "$(getent passwd "$user" | cut -d: -f6)"
export HOME=$(getent passwd "$user" | cut -d: -f6) USER=$user LOGNAME=$user SUDO_USER=\${SUDO_USER:-$(id -un)}
exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --inh-caps=-all --ambient-caps=-all -- "$@"
SUDO
chmod 711 "$work"
chmod 755 "$work/bin" "$work/bin/sudo"
: >"$work/sudo"
chmod 666 "$work/sudo"
student=$(stat -c %U "$repo")
chown "$student" "$work/password" && chmod 600 "$work/password"
as_student() {
  local home
  home=$(getent passwd "$student" | cut -d: -f6)
  env -i HOME="$home" USER="$student" LOGNAME="$student" SHELL=/bin/bash LANG=C.UTF-8 PATH="$work/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    setpriv --reuid="$student" --regid="$(id -g "$student")" --init-groups --inh-caps=+setuid,+setgid --ambient-caps=+setuid,+setgid -- \
    bash -c '[ -s "$HOME/.nvm/nvm.sh" ] && . "$HOME/.nvm/nvm.sh" >/dev/null; PATH='"$work/bin"':$PATH; cd "$1" && shift && exec "$@"' - "$@"
}`
