import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { expect, unobserved } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"

export default defineCheck({
  id: "b6.restarted",
  title: "The service on prod was started after the code that is checked out",
  host: "prod",
  needs: ["b5.active", "b6.results-prod"],
  probes: ({ settings }) => ({
    times: facts(
      "prod",
      sh`
cd ${settings.prodRepo} || exit 0
started=$(systemctl show ${`${settings.unit}.service`} -p ExecMainStartTimestamp --value)
[ -n "$started" ] && fact started "$(date -d "$started" +%s)"
# When HEAD came to the files that it has: its reflog, or the file itself where there is none. Other moves (a branch taken and left, a
# message mended, a reset to where it was) need no restart.
moved=$(git log -g -1000 --date=unix --format='%T %gd' HEAD 2>/dev/null | awk 'NR == 1 {tree = $1} $1 != tree {exit} {at = $2} END {print at}' | sed -nE 's/.*@\{([0-9]+)\}.*/\1/p')
fact moved "\${moved:-$(stat -c %Y "$(git rev-parse --git-path HEAD)" 2>/dev/null)}"
fact head "$(git rev-parse --short HEAD)"
exit 0`,
    ),
  }),
  judge: ({ times }) => {
    if (!times.has("started")) return unobserved("systemd does not tell when the service on prod was started.")
    // Both are told in whole seconds: within the same one, nobody can say which came first.
    const behind = times.number("moved") - times.number("started")
    return expect(behind <= 0, {
      message: `The service on prod still runs what was checked out before ${times.get("head")}.`,
      expected: "a start after the pull",
      actual: `started ${behind} s before`,
    })
  },
  hint: "`sudo systemctl restart pixelwise` after each pull: a running process keeps the code it was started with.",
})
