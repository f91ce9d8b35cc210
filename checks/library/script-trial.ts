import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit, scratchFolder } from "./quiet-git.js"
import { SETUP_SCRIPT } from "./setup-script.js"
import { FIRST_COMMAND, STAND_INS } from "./script-stand-ins.js"

/**
 * Lets copies of the setup script run on dev, beside the repository and with stand-ins for all programs that change something; nothing
 * can become root meanwhile.
 *
 * Three copies have a failing line in front of the first command: `errexit`, `nounset` and `pipefail` say whether the copy ended there
 * with an error, `first` is that command, `later` whether the script switches strictness on further below. A fourth runs as it is:
 * `apt` holds the arguments of each call of APT; `text` holds the lines of the script that name APT, for scripts that end before.
 */
export function scriptTrial({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      sh`
cd ${settings.devRepo} 2>/dev/null && [ -f ${SETUP_SCRIPT} ] || exit 0
fact file yes
copy=$scratch/repository
mkdir -p "$copy" "$scratch/home" "$scratch/bin"
git ls-files -z 2>/dev/null | xargs -0r cp --parents -t "$copy" 2>/dev/null
cp ${SETUP_SCRIPT} "$copy/${SETUP_SCRIPT}"
for file in .nvmrc package.json; do [ -f "$file" ] && fact pin "$(grep -m 1 -oE '^v?[0-9]+|"node": *"[^"]*"|^lts/[a-z*]+' "$file")"; done
cd "$copy"
joined=$(sed -e ':join; /\\$/{N; s/\\\n/ /; b join}' ${SETUP_SCRIPT} | sed -e 's/^[[:space:]]*//' | grep -v '^#')
grep -E '\b(apt|apt-get|aptitude)\b' <<<"$joined" | head -n 40 | sed 's/^/text=/'
grep -oE 'setup_[0-9]+\.x|node_[0-9]+\.x|nvm install +[^ ;&|]+|node@[0-9]+|nodejs=[0-9]+|/node/v?[0-9]+|NODE_MAJOR=[^ ;]+' <<<"$joined" | head -n 3 | sed 's/^/pin=/'`,
      STAND_INS,
      sh`
# What the first line says, given to the kernel's rules by hand: the scratch folder need not allow programs.
IFS= read -r first_line <${SETUP_SCRIPT}
first_line=\${first_line%$'\r'}
case $first_line in '#!'*) read -r interpreter argument <<<"\${first_line#\#!}" ;; *) interpreter=/bin/sh argument= ;; esac
quietly() {
  env -i HOME="$scratch/home" USER="$(id -un)" LOGNAME="$(id -un)" LANG=C.UTF-8 PATH="$scratch/bin" COURSE_SAW="$scratch" $settings \
    /usr/bin/timeout -k 2 15 /usr/bin/setpriv --no-new-privs -- "$interpreter" \${argument:+"$argument"} "$copy/$1" </dev/null >"$scratch/said" 2>&1
}
settings="BASH_ENV=$scratch/first"`,
      FIRST_COMMAND,
      sh`
rm -f "$scratch/line"
quietly ${SETUP_SCRIPT}
if [ -s "$scratch/line" ]; then IFS= read -r at <"$scratch/line"; else
  at=$(grep -nvE '^[[:space:]]*(#|$|set[[:space:]]|shopt[[:space:]]|[A-Za-z_][A-Za-z0-9_]*=)' ${SETUP_SCRIPT} | head -n 1)
  at=\${at/:/ }
fi
number=\${at%% *}
if [ -n "$number" ]; then
  fact first "\${at#* }"
  tail -n +"$number" ${SETUP_SCRIPT} | grep -qE '^[[:space:]]*set[[:space:]]+-[a-z]*e|^[[:space:]]*set[[:space:]]+-o[[:space:]]+errexit' && fact later yes
  settings=COURSE=1
  try() {
    { head -n "$((number - 1))" ${SETUP_SCRIPT}; printf '%s\n' "$2" 'echo went-on; exit 0'; tail -n +"$number" ${SETUP_SCRIPT}; } >"$copy/course-copy.sh"
    if ! quietly course-copy.sh && ! grep -qx went-on "$scratch/said"; then fact "$1" yes; else fact "$1" no; fi
  }
  try errexit false
  try nounset ': "$course_has_never_set_this"'
  try pipefail 'false | true'
fi
settings="BASH_ENV=$scratch/missing"
: >"$scratch/apt"
quietly ${SETUP_SCRIPT}
head -n 60 "$scratch/apt" | cut -c 1-1000 | sed 's/^/apt=/'
exit 0`,
    ),
    { effects: "runs copies of setup-server.sh with stand-ins for all programs", beside: true, timeoutMs: 60_000 },
  )
}
