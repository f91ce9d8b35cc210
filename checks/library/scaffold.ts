import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit } from "./quiet-git.js"

/** Folders of the project on dev: `folder` for each, `sources` with the one for code, `tracked` where HEAD has a file in it, `dataignored`. */
export function scaffold({ settings, track }: Context): Probe<Facts> {
  const [own, other] = track === "python" ? ["app", "src"] : ["src", "app"]
  return facts(
    "dev",
    lines(
      quietGit,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || exit 0
fact repository yes
sources=${own}
[ -d "$sources" ] || [ ! -d ${other} ] || sources=${other}
fact sources "$sources"
for name in "$sources" data models; do [ -d "$name" ] && fact folder "$name"; done
[ -n "$(git ls-tree HEAD -- "$sources/" 2>/dev/null)" ] && fact tracked yes
git check-ignore -q --no-index data/course-would-be-data.csv 2>/dev/null && fact dataignored yes
exit 0`,
    ),
    { timeoutMs: 20_000 },
  )
}
