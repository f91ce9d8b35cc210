import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { nodePath } from "./node-path.js"
import { NODE_PINS } from "./node-pins-script.js"
import { findEnvironment } from "./project-environment.js"
import { PYTHON_PINS } from "./python-pins-script.js"
import { quietGit } from "./quiet-git.js"

/**
 * The pins that a clone holds (HEAD), and what is installed beside it.
 *
 * `file` is what pins, `lock` and `lockversion` tell of the lock file, `invalid` names a file that cannot be read. Of the pins: `direct`
 * NAME for each that the project asks for itself, `loose` NAME RANGE, `unhashed` PATH, `unlocked` NAME WANTED LOCKED, `pinned` with
 * their number, `digest` of all. Of what is installed: `environment` where there is one, `missing`, `differs` and `extra` with name and
 * version, `at` PLACE PINNED INSTALLED for each pin.
 */
export function pinnedPackages({ track, settings }: Context, host: "dev" | "prod"): Probe<Facts> {
  const repo = host === "dev" ? settings.devRepo : settings.prodRepo
  return facts(
    host,
    lines(
      quietGit,
      sh`
cd ${repo} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null 2>&1 || exit 0
fact repository yes`,
      track === "python"
        ? sh`
${findEnvironment}
if [ -n "$environment" ]; then fact environment "$environment"; python=$environment/bin/python; else python=python3; fi
"$python" -I -c ${PYTHON_PINS} "\${environment:-}"`
        : sh`
${nodePath}
command -v node >/dev/null || { fact nointerpreter yes; exit 0; }
node -e ${NODE_PINS}`,
    ),
    { timeoutMs: 40_000, maxBytes: 1024 * 1024 },
  )
}

/** Places of the `at` facts with the pinned and the installed version, which is `-` where nothing is installed. */
export function placesOf(found: Facts): Map<string, { pinned: string; installed: string }> {
  return new Map(
    found.all("at").map((line) => {
      const [place = "", pinned = "", installed = ""] = line.split(" ")
      return [place, { pinned, installed }]
    }),
  )
}
