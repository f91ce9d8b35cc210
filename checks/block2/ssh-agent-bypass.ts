import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { gitHost } from "../library/git-host.js"

export default defineCheck({
  id: "b2.ssh-agent-bypass",
  title: "For the Git host, and for it alone, no agent is asked",
  host: "dev",
  optional: true,
  probes: (context) => ({ host: gitHost(context) }),
  judge: ({ host }) =>
    host.refused !== ""
      ? consequenceOf("b2.ssh-config")
      : all(
          expect(host.ssh.get("identityagent") === "none", {
            message: "An agent may still offer the Git host another key first.",
            expected: "identityagent none",
            actual: `identityagent ${host.ssh.get("identityagent") ?? "(not set)"}`,
          }),
          expect(host.prodAgent !== "none", {
            message: "The agent is switched off for prod too.",
            expected: "identityagent none in the entry of the Git host only",
            actual: "it holds for prod as well",
            hint: "Move `IdentityAgent none` below the `Host` line of the Git host.",
          }),
        ),
  hint: "Add `IdentityAgent none` to the entry of the Git host, or empty the agent with `ssh-add -D`.",
})
