import { defineCheck } from "../../src/engine/check.js"
import { all, expect, pass } from "../../src/engine/verdict.js"
import { scriptTrial } from "../library/script-trial.js"
import { setupScript, withScript } from "../library/setup-script.js"

/** A copy with a failing line in front of the first command has to end there; three kinds of failure, one for each part of the mode. */
export default defineCheck({
  id: "b3.script-strict",
  title: "setup-server.sh stops at its first error, from the first command on",
  host: "dev",
  needs: ["b3.script-shebang"],
  probes: (context) => ({ script: setupScript(context), trial: scriptTrial(context) }),
  judge: ({ script, trial }) =>
    withScript(script, () => {
      if (!trial.has("first"))
        return expect(false, {
          message: "setup-server.sh has no command.",
          expected: "a script that installs",
          actual: "an empty one",
        })
      const lacking = (["errexit", "nounset", "pipefail"] as const).filter((part) => trial.get(part) !== "yes")
      if (lacking.length === 0) return pass()
      const actual = lacking.map((part) => WENT_ON[part]).join("; ")
      return all(
        expect(!lacking.includes("errexit") || !trial.has("later"), {
          message: "The script is strict only from a later line on: its first command runs without.",
          expected: "set -euo pipefail in front of the first command",
          actual: `the first command is ${trial.get("first")}`,
        }),
        expect(!lacking.includes("errexit"), {
          message: "A copy of the script with a failing line goes on after it.",
          expected: "an end with an error",
          actual,
        }),
        expect(false, {
          message: "The script stops at a failing command, but not at every kind of failure.",
          expected: "set -euo pipefail",
          actual,
        }),
      )
    }),
  hint: "Put the whole line `set -euo pipefail` directly below the shebang.",
})

const WENT_ON = {
  errexit: "a failing command does not end it (-e)",
  nounset: "a variable that was never set does not end it (-u)",
  pipefail: "a failure inside a pipeline does not end it (-o pipefail)",
}
