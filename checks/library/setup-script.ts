import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { consequenceOf, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { quietGit } from "./quiet-git.js"

export const SETUP_SCRIPT = "setup-server.sh"

/**
 * The setup script on dev as it lies on the disk: `file`, its first line as `shebang` with `crlf` where that ends in a carriage return,
 * `mode` as HEAD has it, and as `elsewhere` the places of HEAD that hold one but the root.
 */
export function setupScript({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || exit 0
fact repository yes
git ls-tree -r --name-only HEAD 2>/dev/null | grep -iE '(^|/)setup[-_]?server(\.(sh|bash))?$' | grep -vxF ${SETUP_SCRIPT} | head -n 3 | sed 's/^/elsewhere=/'
fact mode "$(git ls-tree HEAD -- ${SETUP_SCRIPT} 2>/dev/null | cut -d' ' -f 1)"
[ -f ${SETUP_SCRIPT} ] || exit 0
fact file yes
IFS= read -r first <${SETUP_SCRIPT}
case $first in *$'\r') fact crlf yes; first=\${first%$'\r'} ;; esac
fact shebang "\${first:0:100}"`,
    ),
    { timeoutMs: 20_000 },
  )
}

/** Judges further where there is a script to judge. */
export function withScript(script: Facts, then: () => Verdict): Verdict {
  return script.has("file") ? then() : consequenceOf("b3.script-root")
}
