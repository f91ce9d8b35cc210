import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { setupCopies } from "../library/setup-copy.js"

export default defineCheck({
  id: "b4.script-without-env",
  title: "Without .env the setup script leaves the model out and ends well",
  host: "dev",
  needs: ["b4.script-pushed"],
  probes: (context) => ({ runs: setupCopies(context) }),
  judge: ({ runs }) => {
    if (runs.has("problem")) return unobserved(`setup-server.sh could not be tried on dev: ${runs.get("problem")}`)
    const log = runs.all("log.bare")
    return all(
      expect(!runs.has("missing"), {
        message: "There is no setup-server.sh at the root of the repository on dev.",
        expected: "setup-server.sh",
        actual: "(none)",
      }),
      expect(runs.get("bare") === "0", {
        message: log.some((line) => /unbound variable|not set|parameter null/i.test(line))
          ? "Without .env the setup script stops at a variable that nobody set."
          : "Without .env the setup script fails.",
        expected: "exit status 0",
        actual: `exit status ${runs.get("bare")}`,
        excerpt: log.join("\n"),
        hint: "Under `set -u` a name without a value ends the script: write `${MODEL_REPO:-}`, and ask for .env first.",
      }),
      expect(!runs.has("clone.bare") && !runs.has("fetched.bare"), {
        message: "Without .env the setup script fetches a model all the same.",
        expected: "no fetch",
        actual: runs.get("fetched.bare") || "git clone",
        hint: "Which model belongs to a machine stands in its .env alone: leave repository and version out of the script.",
      }),
    )
  },
  hint: "Put the stanza between `if [ -f .env ] ...; then` and an `else` that says what was skipped and why.",
})
