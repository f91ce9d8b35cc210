import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { scriptTwice } from "../library/script-twice.js"
import { setupScript, withScript } from "../library/setup-script.js"

export default defineCheck({
  id: "b3.script-idempotent",
  title: "setup-server.sh runs twice, and the second run changes nothing",
  host: "dev",
  points: 2,
  needs: ["b3.script-root", "b3.packages-dev"],
  probes: (context) => ({ script: setupScript(context), runs: scriptTwice(context) }),
  judge: ({ script, runs }) =>
    withScript(script, () => {
      if (runs.has("problem")) return unobserved(`setup-server.sh could not be tried on dev: ${runs.get("problem")}`)
      const failed = (["first", "second"] as const).find((run) => runs.has(run) && runs.get(run) !== "0")
      return all(
        expect(failed === undefined, {
          message: `setup-server.sh fails when it is run ${failed === "second" ? "a second time" : "again"}.`,
          expected: "exit status 0",
          actual: `exit status ${runs.get(failed ?? "first")}`,
          excerpt: runs.all(`${failed ?? "first"}log`).join("\n"),
          hint: "Ask before you create or clone: `[ -d folder ] || git clone ...`, `mkdir -p`, `id NAME || useradd NAME`.",
        }),
        expect(!runs.has("tracked"), {
          message: "setup-server.sh changes files of the repository.",
          expected: "a clean work tree after it",
          actual: runs.all("tracked").join(", "),
          hint: "What it writes belongs into an ignored file or out of the repository; `npm ci` leaves the lock file alone, `npm install` does not.",
        }),
        expect(!runs.has("changed"), {
          message: "The second run of setup-server.sh changes files once more.",
          expected: "the same content as after the first run",
          actual: runs.all("changed").join(", "),
          hint: "It probably appends: ask first (`grep -qxF LINE FILE || echo LINE >> FILE`).",
        }),
        expect(!runs.has("installed"), {
          message: "The second run of setup-server.sh installs packages once more.",
          expected: "nothing new",
          actual: runs.all("installed").join(", "),
        }),
      )
    }),
  hint: "Guard every step, so that it does nothing where its work is done.",
})
