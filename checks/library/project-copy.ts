import type { Context } from "../../src/engine/context.js"
import { sh, type ShellText } from "../../src/engine/shell.js"

/**
 * Makes `$copy`, the working tree of dev in a scratch folder `$work`: what Git tracks or would track is copied, what it ignores
 * (packages, environments, models, `.env`) is linked. Code that is tried there finds everything and writes beside the student's folder.
 * Ends the script where there is no repository.
 */
export function projectCopy({ settings }: Context): ShellText {
  return sh`
repo=${settings.devRepo}
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
copy=$work/copy
mkdir "$copy"
cd "$repo" 2>/dev/null && git rev-parse --git-dir >/dev/null 2>&1 || { fact problem "there is no repository at "${settings.devRepo}; exit 0; }
tree() { git ls-files -co --exclude-standard -x node_modules -x .venv -z; }
[ "$(tree | xargs -0r du -Lck 2>/dev/null | tail -n 1 | cut -f 1)" -lt 100000 ] || { fact problem "the working tree holds more than 100 MB that Git does not ignore"; exit 0; }
tree | tar -c --null -T - --ignore-failed-read 2>/dev/null | tar -x -C "$copy"
for entry in * .[!.]* models/* data/*; do
  [ -e "$entry" ] && [ "$entry" != .git ] && [ ! -e "$copy/$entry" ] && ln -s "$repo/$entry" "$copy/$entry"
done`
}
