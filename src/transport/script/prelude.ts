import { quote } from "../../engine/shell.js"

/** What one run of a driver script is known by. Both are fresh and random. */
export interface RunNames {
  /** Begins every frame. A secret of the driver: neither in an argument nor in the environment. */
  readonly nonce: string
  /** In the environment of everything the run starts, so that it is found again; also names its folder. No secret. */
  readonly marker: string
}

/** The variable that carries the marker. */
export const MARKER_VARIABLE = "COURSE_RUN"

/** What probes find in their environment, besides HOME, USER and LOGNAME. */
const ENVIRONMENT = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]

/**
 * The command line that makes a login shell (bash, dash, zsh, fish, csh) become the bash that runs `scriptBytes` bytes of script
 * from its standard input. What follows there stays readable for the script: its end tells that the connection is gone.
 */
export function loginCommand(marker: string, scriptBytes: number): string {
  const environment = [...ENVIRONMENT, `${MARKER_VARIABLE}=${marker}`].join(" ")
  return `exec /usr/bin/env -i HOME="$HOME" USER="$USER" LOGNAME="$USER" ${environment} /bin/bash --noprofile --norc -c '${bootstrap(scriptBytes)}'`
}

/**
 * The same as root: directly where the login account is root, else through sudo.
 * @param ask `never` fails where sudo wants a password, `stdin` reads it as the first line of standard input. A remembered
 *   password is not used, so that it is known beforehand whether that line is read.
 */
export function rootCommand(marker: string, scriptBytes: number, ask: "never" | "stdin"): string {
  const root = ["HOME=/root", "USER=root", "LOGNAME=root", ...ENVIRONMENT, `${MARKER_VARIABLE}=${marker}`].join(" ")
  const shell = `/usr/bin/env -i ${root} /bin/bash --noprofile --norc -c "$0"`
  const sudo = ask === "never" ? "sudo -k -n --" : 'sudo -k -S -p "" --'
  const missing = `command -v sudo >/dev/null || { echo "sudo: not installed" >&2; exit 127; }`
  const become = `if ((EUID)); then ${missing}; exec ${sudo} ${shell}; else exec ${shell}; fi`
  const announced = `echo; echo "${rootAnnouncement(marker)}"; ${bootstrap(scriptBytes)}`
  return `exec /usr/bin/env -i ${ENVIRONMENT.join(" ")} /bin/bash --noprofile --norc -c '${become}' '${announced}'`
}

/** The line that a root shell prints once it stands, and reads its script only then. */
export function rootAnnouncement(marker: string): string {
  return `course-root-${marker}`
}

function bootstrap(scriptBytes: number): string {
  return `eval "$(/usr/bin/head -c ${scriptBytes})"`
}

/**
 * What every driver script begins with. Names begin with `__c_` so that no probe meets them by accident. Defines
 * - fd 9, a pipe on which the ends of jobs are announced, and fd 8, one on which nothing ever comes: a sleep without a process;
 * - `__c_folder`: makes a folder for output in memory if there is room, else tells so and ends;
 * - `__c_guard`: starts the process that waits for the end of standard input and announces it as `quit`;
 * - `__c_close`: ends everything that the run started and removes its folder.
 */
export function prelude({ nonce, marker }: RunNames): string {
  return `LC_ALL=C
ulimit -c 0
__c_n=${quote(nonce)}
__c_m=${quote(marker)}
if ((BASH_VERSINFO[0] < 5)); then printf '\\n%s old\\n' "$__c_n"; exit 0; fi
exec 8<> <(:) 9<> <(:)
trap : PIPE
trap 'printf "quit 0 0\\n" >&9' HUP TERM INT
__c_d=
__c_g=
__c_folder() {
  local base
  for base in /dev/shm "/run/user/$UID" /tmp; do
    __c_d=$base/.course-$__c_m
    if mkdir -m 700 -- "$__c_d" 2>/dev/null; then
      if printf '%65536s' '' 2>/dev/null >"$__c_d/room"; then return; fi
      rm -rf -- "$__c_d"
    fi
  done
  __c_d=
  printf '\\n%s full\\n' "$__c_n"
  exit 0
}
__c_guard() {
  {
    while read -r __c_line; do
      if [[ $__c_line == "$__c_n release" ]]; then printf 'quit 0 0\\n' >&9; fi
    done
    printf 'quit 0 0\\n' >&9
    for ((__c_i = 0; __c_i < 200; __c_i++)); do
      if ! kill -0 "$$" 2>/dev/null; then break; fi
      read -r -t 0.1 -u 8
    done
    __c_sweep
    if [[ $__c_d ]]; then rm -rf -- "$__c_d"; fi
  } <&0 >/dev/null 2>&1 &
  __c_g=$!
}
__c_sweep() {
  local round file found
  for round in 1 2 3 4 5 6 7 8; do
    found=()
    exec 7< <(${MARKER_VARIABLE}= exec grep -lzsxF -e "${MARKER_VARIABLE}=$__c_m" /proc/[0-9]*/environ)
    while IFS= read -r -u 7 file; do
      file=\${file#/proc/}
      file=\${file%/environ}
      case $file in "$BASHPID" | "$__c_g" | "$!") ;; *) found+=("$file") ;; esac
    done
    exec 7<&-
    if ((\${#found[@]} == 0)); then return; fi
    kill -KILL "\${found[@]}" 2>/dev/null
  done
}
__c_close() {
  trap '' PIPE HUP TERM INT
  __c_sweep
  if [[ $__c_d ]]; then rm -rf -- "$__c_d"; fi
  if [[ $__c_g ]]; then kill -KILL "$__c_g" 2>/dev/null; fi
}
`
}
