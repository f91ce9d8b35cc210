import { defineCheck } from "../../src/engine/check.js"
import { expect, skip } from "../../src/engine/verdict.js"
import { gitHost } from "../library/git-host.js"

export default defineCheck({
  id: "b2.ssh-config-mode",
  title: "Nobody but its owner can read or change ~/.ssh/config",
  host: "dev",
  probes: (context) => ({ host: gitHost(context) }),
  judge: ({ host: { configMode } }) =>
    configMode === ""
      ? skip("dev has no ~/.ssh/config.")
      : expect(configMode.endsWith("00"), {
          message: "Other accounts can reach ~/.ssh/config.",
          expected: "mode 600",
          actual: `mode ${configMode}`,
        }),
  hint: "`chmod 600 ~/.ssh/config`. Where others may write to it, SSH refuses it altogether.",
})
