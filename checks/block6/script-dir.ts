import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail, unobserved } from "../../src/engine/verdict.js"
import { setupRuns } from "../library/setup-runs.js"

export default defineCheck({
  id: "b6.script-dir",
  title: "setup-server.sh does the same from another folder",
  host: "dev",
  needs: ["b6.pg-dev", "b6.stanza"],
  probes: (context) => ({ runs: setupRuns(context) }),
  judge: ({ runs }) => {
    if (runs.has("problem")) return unobserved(`setup-server.sh could not be tried on dev: ${runs.get("problem")}`)
    if (runs.has("missing"))
      return fail({ message: "There is no setup-server.sh at the root of the repository on dev." })
    const [elsewhere, here] = [runs.all("didelsewhere"), runs.all("didagain")]
    const skipped = here.filter((step) => !elsewhere.includes(step))
    return all(
      expect(runs.get("elsewhere") === "0" || runs.get("again") !== "0", {
        message: "Called from another folder, setup-server.sh fails.",
        expected: "exit status 0",
        actual: `exit status ${runs.get("elsewhere")}`,
        excerpt: runs.all("logelsewhere").join("\n"),
      }),
      expect(skipped.length === 0, {
        message: "Called from another folder, setup-server.sh skips steps.",
        expected: here.join("; "),
        actual: `without ${skipped.join("; ")}`,
      }),
      expect(runs.all("left").length === 0, {
        message: "Called from another folder, setup-server.sh leaves things there.",
        expected: "an empty folder stays empty",
        actual: runs.all("left").join(", "),
      }),
    )
  },
  hint: 'Right after the shebang: `SCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"`, and use it for .env and all other files.',
})
