import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail, unobserved } from "../../src/engine/verdict.js"
import { setupRuns } from "../library/setup-runs.js"

export default defineCheck({
  id: "b6.idempotent",
  title: "Two more runs of setup-server.sh change nothing",
  host: "dev",
  points: 2,
  needs: ["b6.table-dev", "b6.script-dir"],
  probes: (context) => ({ runs: setupRuns(context) }),
  judge: ({ runs }) => {
    if (runs.has("problem")) return unobserved(`setup-server.sh could not be tried on dev: ${runs.get("problem")}`)
    if (runs.has("missing"))
      return fail({ message: "There is no setup-server.sh at the root of the repository on dev." })
    const bad = ["elsewhere", "again"].find((run) => runs.get(run) !== "0")
    return all(
      expect(bad === undefined, {
        message: "A further run of setup-server.sh fails.",
        expected: "exit status 0",
        actual: `exit status ${runs.get(bad ?? "")}`,
        excerpt: runs.all(`log${bad ?? ""}`).join("\n"),
        hint: 'Ask before creating: `SELECT ... WHERE NOT EXISTS (...)` with \\gexec, or `psql -tc "SELECT 1 FROM pg_roles ..." | grep -q 1 || ...`.',
      }),
      expect(runs.get("before") === runs.get("after"), {
        message: "After two runs of setup-server.sh roles or databases are others.",
        expected: runs.get("before"),
        actual: runs.get("after"),
      }),
      expect(runs.get("lost") === "0" && /^\d+$/.test(runs.get("login")), {
        message: "Two runs of setup-server.sh lose rows.",
        expected: `${runs.get("rows")} rows`,
        actual: /^\d+$/.test(runs.get("login")) ? `${runs.get("lost")} lost (they were put back)` : runs.get("login"),
        hint: "No DROP in a script that is run again: create what is missing and leave the rest.",
      }),
    )
  },
  hint: "Every command of the stanza has to bear a second run: probe first, then create.",
})
