import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { quietSsh } from "./quiet-git.js"

/** The private keys in the home folder of prod's account: `key=FINGERPRINT PATH`. */
export function prodKeys(): Probe<Facts> {
  return facts(
    "prod",
    lines(
      quietSsh,
      sh`
find "$HOME" -xdev -maxdepth 3 -name node_modules -prune -o -type f -size -16k -exec grep -lsm 1 -e '-----BEGIN.*PRIVATE KEY-----' {} + 2>/dev/null | head -n 40 | while IFS= read -r file; do
  is_private "$file" || continue
  said=$(ssh-keygen -lf "$file" 2>/dev/null) || said=$(ssh-keygen -lf "$file.pub" 2>/dev/null) || continue
  fact key "$(cut -d ' ' -f 2 <<<"$said") $file"
done
exit 0`,
    ),
    { timeoutMs: 20_000 },
  )
}
