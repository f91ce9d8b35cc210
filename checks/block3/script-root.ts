import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { setupScript } from "../library/setup-script.js"

export default defineCheck({
  id: "b3.script-root",
  title: "setup-server.sh is tracked at the root of the repository",
  host: "dev",
  probes: (context) => ({ script: setupScript(context) }),
  judge: ({ script }, { settings }) => {
    const elsewhere = script.get("elsewhere")
    return all(
      expect(script.has("repository"), {
        message: `There is no Git repository at ${settings.devRepo}.`,
        expected: "the repository of block 2",
        actual: "(none)",
      }),
      expect(script.get("mode") !== "" || elsewhere === "", {
        message: "The setup script is tracked, but not as setup-server.sh at the root.",
        expected: "setup-server.sh",
        actual: elsewhere,
        hint: `Move it: \`git mv ${elsewhere} setup-server.sh\`. All later steps and the other host look for it there.`,
      }),
      expect(script.get("mode") !== "" || !script.has("file"), {
        message: "setup-server.sh is there, but in no commit.",
        expected: "setup-server.sh in Git",
        actual: "an untracked file",
        hint: "`git add setup-server.sh`, then commit.",
      }),
      expect(script.get("mode") !== "", {
        message: "There is no setup-server.sh.",
        expected: "setup-server.sh at the root of the repository",
        actual: "(none)",
      }),
      expect(script.has("file"), {
        message: "setup-server.sh is in Git, but gone from the disk.",
        expected: "setup-server.sh",
        actual: "(none)",
        hint: "`git restore setup-server.sh`.",
      }),
    )
  },
  hint: "Create setup-server.sh next to README.md, and commit it.",
})
