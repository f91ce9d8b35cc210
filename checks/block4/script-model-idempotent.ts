import { defineCheck } from "../../src/engine/check.js"
import { all, expect, unobserved } from "../../src/engine/verdict.js"
import { setupCopies } from "../library/setup-copy.js"

export default defineCheck({
  id: "b4.script-model-idempotent",
  title: "Another run of the setup script brings the same model, whatever lies in its way",
  host: "dev",
  points: 2,
  needs: ["b4.script-pushed", "b4.pin-env"],
  probes: (context) => ({ runs: setupCopies(context) }),
  judge: ({ runs }) => {
    if (runs.has("problem")) return unobserved(`setup-server.sh could not be tried on dev: ${runs.get("problem")}`)
    if (runs.has("noenv")) return unobserved("dev has no .env, so the script fetches nothing.")
    return all(
      expect(!runs.has("missing"), {
        message: "There is no setup-server.sh at the root of the repository on dev.",
        expected: "setup-server.sh",
        actual: "(none)",
      }),
      expect(runs.get("once") === "0", {
        message: "The setup script fails in a clone that has no model yet.",
        expected: "exit status 0",
        actual: `exit status ${runs.get("once")}`,
        excerpt: runs.all("log.once").join("\n"),
      }),
      expect(runs.has("sha.once") || runs.has("fetched.once"), {
        message: "The setup script ends well and brings no model into a fresh clone.",
        expected: "the file that MODEL_PATH names",
        actual: "(none)",
        hint: 'Take the folder from where the script lies: `cd "$(dirname "$0")"`, then `mkdir -p models` and copy into it.',
      }),
      expect(runs.get("again") === "0", {
        message: "A second run of the setup script fails where the first one left something behind.",
        expected: "exit status 0",
        actual: `exit status ${runs.get("again")}`,
        excerpt: runs.all("log.again").join("\n"),
        hint: "`git clone` refuses a folder that exists: `rm -rf` it first, or take a fresh one from `mktemp -d`.",
      }),
      expect(runs.get("sha.once") === runs.get("sha.again"), {
        message: "After a second run of the setup script the model is another one.",
        expected: runs.get("sha.once").slice(0, 16),
        actual: runs.get("sha.again").slice(0, 16) || "(none)",
        hint: 'Pin the clone to the tag: `git clone --depth 1 --branch "$MODEL_VERSION" ...`.',
      }),
      expect(!runs.has("changed"), {
        message: "A second run of the setup script changes the working tree.",
        expected: "no change that Git sees",
        actual: runs.get("changed"),
      }),
    )
  },
  hint: "Remove the temporary folder before and after, clone the tag into it, copy model and card to models/.",
})
