import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietGit } from "./quiet-git.js"

/**
 * The programs of the block on a host, and who Git takes the person for: `git` and `tig` with their versions, `name` and `email`
 * once for each place that sets them, as `SCOPE VALUE`.
 */
export function gitTools(host: "dev" | "prod", { settings }: Context): Probe<Facts> {
  return facts(
    host,
    lines(
      quietGit,
      sh`
if command -v tig >/dev/null; then fact tig "$(tig --version 2>/dev/null | head -n 1)"; fi
if ! command -v git >/dev/null; then exit 0; fi
fact git "$(git --version 2>/dev/null)"
cd ${host === "dev" ? settings.devRepo : settings.prodRepo} 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || cd /
for name in name email; do
  git config --show-scope --includes --get-all "user.$name" 2>/dev/null | sed -E "s/^([a-z]+)\t/$name=\1 /"
done
exit 0`,
    ),
  )
}
