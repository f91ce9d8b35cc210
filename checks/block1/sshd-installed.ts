import { defineCheck } from "../../src/engine/check.js"
import { Unobserved } from "../../src/engine/probe.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { machine, type MachineRole } from "../library/machine.js"

export default defineCheck({
  id: "b1.sshd-installed",
  title: "The SSH server is installed on both machines",
  host: "prod",
  probes: (context) => ({ dev: machine("dev", context), prod: machine("prod", context) }),
  judge: ({ dev, prod }) => all(isInstalled("prod", prod), isInstalled("dev", dev)),
  hint: "`sudo apt update && sudo apt install openssh-server`, on dev as well: remote editors and course itself come in that way.",
})

function isInstalled(role: MachineRole, found: Facts): Verdict {
  if (!found.has("package")) throw new Unobserved(`${role} has no dpkg that could tell what is installed.`)
  return expect(found.get("package") === "installed", {
    message: `openssh-server is not installed on ${role}.`,
    expected: "installed",
    actual: found.get("package"),
  })
}
