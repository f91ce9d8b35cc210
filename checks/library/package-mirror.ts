import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import type { MachineRole } from "./machine.js"
import { scratchFolder } from "./quiet-git.js"

/** Does one of the sites that apt installs from answer? `source` names those that were asked, `answered` the first that did, `problem` what the last one said. */
export function packageMirror(role: MachineRole): Probe<Facts> {
  return facts(
    role,
    lines(
      scratchFolder,
      sh`
systemd-detect-virt -cq && exit 0
for uri in $(apt-get update --print-uris 2>/dev/null | sed -nE "s/^'([^']*InRelease)'.*$/\1/p" | head -n 3); do
  fact source "$uri"
  if said=$(timeout 8 /usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Timeout=6 -o Acquire::https::Timeout=6 download-file "$uri" "$scratch/release" 2>&1) || grep -q ' [45][0-9][0-9] ' <<<"$said"; then
    fact answered "$uri"
    break
  fi
  fact problem "$(grep -m 1 -E '^ *[EW]: |Err' <<<"$said" | cut -c 1-200)"
done
exit 0`,
    ),
    { timeoutMs: 40_000 },
  )
}
