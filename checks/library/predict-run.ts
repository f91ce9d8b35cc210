import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { envValueFunction, maskFunction } from "./env-file.js"
import { nodePath } from "./node-path.js"
import { projectCopy } from "./project-copy.js"
import { quietGit } from "./quiet-git.js"

/** Runs the predict script from the root of a copy of dev's working tree: `file`, exit `status`, each line that it printed as `line`, its last words as `said`. */
export function predictRun(context: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      envValueFunction,
      maskFunction,
      nodePath,
      projectCopy(context),
      sh`
cd "$copy" || exit 1
for file in predict.py predict.ts predict.mts predict.js predict.mjs; do [ -f "$file" ] && break; file=; done
[ -n "$file" ] || exit 0
fact file "$file"
for python in .venv venv env; do [ -x "$python/bin/python" ] && break; done
case $file in
  *.py) way=("$repo/$python/bin/python" "$file") ;;
  *ts) if [ -e node_modules/.bin/tsx ]; then way=(node_modules/.bin/tsx "$file"); elif grep -q '"predict"[[:space:]]*:' package.json; then way=(npm run --silent predict); else way=(node "$file"); fi ;;
  *) way=(node "$file") ;;
esac
mkdir "$work/tmp"
TMPDIR=$work/tmp PYTHONDONTWRITEBYTECODE=1 timeout -k 2 90 "\${way[@]}" </dev/null 2>"$work/said" | head -c 20000 >"$work/printed"
fact status "\${PIPESTATUS[0]}"
mask_env "$repo/.env" <"$work/printed" | grep . | head -n 40 | cut -c 1-200 | sed 's/^/line=/'
mask_env "$repo/.env" <"$work/said" | grep . | tail -n 4 | cut -c 1-300 | sed 's/^/said=/'
exit 0`,
    ),
    { effects: "runs a copy of the predict script on dev", beside: true, timeoutMs: 120_000 },
  )
}
