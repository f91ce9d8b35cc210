import { defineCheck } from "../../src/engine/check.js"
import { expectEqual } from "../../src/engine/verdict.js"
import { setupScript, withScript } from "../library/setup-script.js"

export default defineCheck({
  id: "b3.script-mode",
  title: "setup-server.sh is committed as executable",
  host: "dev",
  needs: ["b3.script-root"],
  probes: (context) => ({ script: setupScript(context) }),
  judge: ({ script }) =>
    withScript(script, () => expectEqual("The mode of setup-server.sh in Git", script.get("mode"), "100755")),
  hint: "`chmod +x setup-server.sh` changes the disk alone: `git add setup-server.sh` and commit, or `git update-index --chmod=+x setup-server.sh`.",
})
