import { defineCheck } from "../../src/engine/check.js"
import { lines, sh } from "../../src/engine/shell.js"
import { expect, fail, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { devService } from "../library/dev-service.js"
import { maskFunction } from "../library/env-file.js"
import { nodePath } from "../library/node-path.js"
import { rowRequests } from "../library/row-requests.js"

const MOST = 3

export default defineCheck({
  id: "b6.probe",
  title: "A tracked probe script adds rows on dev",
  host: "dev",
  optional: true,
  during: devService,
  needs: ["b6.row-per-classify"],
  probes: (context) => ({
    script: facts(
      "dev",
      lines(
        rowRequests(context, "dev", "probe"),
        maskFunction,
        sh`
cd "$repo" || exit 0
${nodePath}
answer=
# A script that talks to /classify: tracked, outside the service, its tests and its documentation.
scripts=$(git grep -lI '/classify' HEAD -- '*.sh' '*.py' '*.ts' '*.mts' '*.js' '*.mjs' 2>/dev/null | sed 's/^HEAD://' | grep -vE '^(src|app|server|tests?|dist|deploy|frontend|node_modules)/|setup-server' | head -n ${MOST})
run() {
  case $1 in
    *.sh) bash "$1" ;;
    *.py) if [ -x .venv/bin/python ]; then .venv/bin/python "$1"; else python3 "$1"; fi ;;
    *.ts|*.mts) npx --no-install tsx "$1" ;;
    *) node "$1" ;;
  esac
}
export -f run
command=${context.settings.probeCommand}
[ -z "$command" ] || scripts=$command
while IFS= read -r script; do
  [ -n "$script" ] || continue
  fact script "$script"
  from=$(last)
  (timeout 30 bash -c "\${command:-run \"\$0\"}" "$script") </dev/null >"$work/log" 2>&1
  fact status "$?"
  tail -n 2 "$work/log" | mask_env .env | cut -c 1-200 | sed 's/^/log=/'
  fact added "$(rows_after "$from" | grep -c .)"
  mark "$from"
done <<<"$scripts"
exit 0`,
      ),
      {
        effects: "runs your probe script on dev and removes the rows that it adds",
        undisturbed: true,
        timeoutMs: 120_000,
      },
    ),
  }),
  judge: ({ script }) => {
    if (script.has("problem")) return unobserved(`The rows on dev could not be looked at: ${script.get("problem")}`)
    if (!script.has("script"))
      return fail({
        message: "No tracked script talks to /classify.",
        expected: "a small script that posts drawings",
        actual: "(none outside the service and its tests)",
      })
    return expect(
      script.all("added").some((added) => Number(added) > 0),
      {
        message: `The probe script ${script.all("script").join(", ")} adds no row on dev.`,
        expected: "at least one row more",
        actual: `exit status ${script.all("status").join(", ")}, no row`,
        excerpt: script.all("log").join("\n"),
      },
    )
  },
  hint: "Write one that posts a few drawings to /classify with the key of .env, say scripts/probe.sh, and commit it; if it needs arguments, set `probeCommand` under `settings` in course.yaml.",
})
