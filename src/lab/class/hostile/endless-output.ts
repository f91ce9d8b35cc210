import type { Hostile } from "./hostile.js"

/** Prints before anything that was asked for can answer, and never stops. */
export const endlessOutput: Hostile = {
  summary: "every login prints without end",
  host: "dev",
  script: `
set -eu
cd /home/user
printf '%s\\n' 'while :; do printf "%4096s\\n" "all work and no play"; done' | cat - .bashrc > .bashrc.new
mv .bashrc.new .bashrc
chown user:user .bashrc
`,
}
