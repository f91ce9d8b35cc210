import type { Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"

/** Private keys in ~/.ssh of dev's account: `pair` for each with its public half beside it, `lonely` for the others. Names only. */
export function keyPairs(): Probe<Facts> {
  return facts(
    "dev",
    sh`
find ~/.ssh -maxdepth 2 -type f -size -32k 2>/dev/null | sort | while IFS= read -r file; do
  IFS= read -r first <"$file" 2>/dev/null || continue
  [[ $first == -----BEGIN*PRIVATE\ KEY----- ]] || continue
  if [ -f "$file.pub" ]; then fact pair "\${file##*/}"; else fact lonely "\${file##*/}"; fi
done 2>/dev/null
exit 0`,
  )
}
