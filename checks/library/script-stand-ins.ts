import { sh, type ShellText } from "../../src/engine/shell.js"

/**
 * Fills `$scratch/bin`, the whole PATH of a trial: programs that only read are the host's own, `sudo` and `env` go on with what they are
 * given, APT notes its arguments in `$scratch/apt`, dpkg knows no package, and whatever else is called seems to have worked.
 */
export const STAND_INS: ShellText = sh`
for tool in dirname basename cat sed grep egrep tr cut head tail sort uniq wc awk gawk mawk id whoami uname hostname readlink realpath getent date seq bash sh dash true false expr lsb_release nproc xargs arch stat tty; do
  found=$(command -v "$tool" 2>/dev/null) && case $found in /*) ln -s "$found" "$scratch/bin/$tool" ;; esac
done
cat >"$scratch/missing" <<'MISSING'
command_not_found_handle() { return 0; }
MISSING
cat >"$scratch/bin/sudo" <<'SUDO'
#!/bin/bash
while [ $# -gt 0 ]; do
  case $1 in
    -u|-g|-p|-C|-h|-r|-t|-D|-R|-T|-U) shift; [ $# -gt 0 ] && shift ;;
    --) shift; break ;;
    -*) shift ;;
    [A-Za-z_]*=*) shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
name=\${1##*/}
shift
[ -x "$COURSE_SAW/bin/$name" ] || exit 0
exec "$COURSE_SAW/bin/$name" "$@"
SUDO
cp "$scratch/bin/sudo" "$scratch/bin/env"
cp "$scratch/bin/sudo" "$scratch/bin/doas"
cat >"$scratch/bin/apt-get" <<'APT'
#!/bin/bash
echo "\${*//[$'\n\r']/ }" >>"$COURSE_SAW/apt"
APT
for name in apt aptitude nala; do cp "$scratch/bin/apt-get" "$scratch/bin/$name"; done
printf '#!/bin/bash\nexit 1\n' >"$scratch/bin/dpkg"
for name in dpkg-query apt-cache; do cp "$scratch/bin/dpkg" "$scratch/bin/$name"; done
chmod 755 "$scratch"/bin/{sudo,env,doas,apt-get,apt,aptitude,nala,dpkg,dpkg-query,apt-cache}`

/**
 * Fills `$scratch/first`, which bash reads before a script: it notes line and text of the script's first command in `$scratch/line` and
 * ends the script before that is carried out. Settings, assignments and functions are no commands in this sense.
 */
export const FIRST_COMMAND: ShellText = sh`
cat >"$scratch/first" <<'FIRST'
command_not_found_handle() { return 0; }
course_sees() {
  case $1 in
    set|set\ *|shopt\ *|declare\ *|readonly\ *|export\ *|local\ *|typeset\ *|trap\ *|umask\ *|:|:\ *) return 0 ;;
    course_sees*) return 0 ;;
  esac
  [[ $1 =~ ^[A-Za-z_][A-Za-z0-9_]*(\[[^]]*\])?\+?= ]] && return 0
  declare -F -- "\${1%% *}" >/dev/null && return 0
  [ "$BASH_SUBSHELL" = 0 ] || return 0
  printf '%s %s\n' "$2" "\${1:0:80}" | head -n 1 >"$COURSE_SAW/line"
  exit 0
}
set -T
trap 'course_sees "$BASH_COMMAND" "$LINENO"' DEBUG
FIRST`
