import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit, quietSsh, scratchFolder } from "./quiet-git.js"

/**
 * Whether origin would take a push from dev, without pushing: `url`, and as `refused` what it says where it would not. A network that is
 * down is no refusal.
 */
export function originAccess({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      scratchFolder,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || exit 0`,
      quietSsh,
      sh`
fact url "$(bare_url "$(git remote get-url --push origin 2>/dev/null)")"
timeout 15 git push --dry-run --porcelain --no-verify origin HEAD:refs/course/would-be >"$scratch/said" 2>&1 && exit 0
grep -qiE 'resolve|timed out|refused$|unreachable|no route' "$scratch/said" && exit 0
fact refused "$(bare_url "$(grep -m 1 -iE 'denied|not permitted|access|permission|not found|does not|fatal|error' "$scratch/said")")"
exit 0`,
    ),
    { timeoutMs: 30_000 },
  )
}
