import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"

/**
 * The unit file in the committed state of dev: its path, what `systemd-analyze verify` says to it, and its lines. Values of
 * `Environment=` are left out on the host, since a secret may stand there.
 */
export function unitFileOnDev({ settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    sh`
cd ${settings.devRepo} 2>/dev/null || exit 0
path=$(git ls-tree -r --name-only HEAD 2>/dev/null | grep -E ${`(^|/)${escapeRegExp(settings.unit)}\\.service$`} | head -n 1)
[ -n "$path" ] || exit 0
fact path "$path"
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf -- "$work"' EXIT
unit=$work/${settings.unit}.service
git show "HEAD:$path" >"$unit"
while IFS= read -r line || [ -n "$line" ]; do
  line=\${line%$'\r'}
  case $line in
    \#*|\;*) ;;
    *Environment=*) for word in \${line#*=}; do case $word in *=*) word=\${word%%=*}; fact environment "\${word//[\"\']/}" ;; esac; done ;;
    *) fact line "$line" ;;
  esac
done <"$unit"
systemd-analyze verify "$unit" 2>&1 | grep -F ${`${settings.unit}.service`} | grep -vE 'is not executable|Failed to create .*/start|Unit .* not found' | sed -E 's#^.*/([^/]*\.service)#complaint=\1#; t; s/^/complaint=/'
exit 0`,
    { timeoutMs: 20_000 },
  )
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^$()|[\]{}\\]/g, "\\$&")
}
