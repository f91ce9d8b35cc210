import { defineCheck } from "../../src/engine/check.js"
import { all, expect, skip, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { machine, type MachineRole } from "../library/machine.js"

export default defineCheck({
  id: "b1.netplan-file-mode",
  title: "Only root can change what netplan reads",
  host: "prod",
  probes: (context) => ({ dev: machine("dev", context), prod: machine("prod", context) }),
  judge: ({ dev, prod }) => {
    const found = [...files("dev", dev), ...files("prod", prod)]
    if (!found.some(({ path }) => path.endsWith(".yaml"))) return skip("Neither machine has a file of netplan's.")
    return all(...found.map(isGuarded))
  },
  hint: "`sudo chown root:root` and `sudo chmod 600` on the file: newer versions of netplan warn about anything wider.",
})

interface File {
  role: MachineRole
  mode: string
  owner: string
  path: string
}

function files(role: MachineRole, found: Facts): File[] {
  return found.all("netplanfile").map((line) => {
    const [mode = "", owner = "", ...path] = line.split(" ")
    return { role, mode, owner, path: path.join(" ") }
  })
}

function isGuarded({ role, mode, owner, path }: File): Verdict {
  return all(
    expect(owner === "root:root", {
      message: `${path} on ${role} does not belong to root.`,
      expected: "root:root",
      actual: owner,
    }),
    expect((Number.parseInt(mode, 8) & 0o022) === 0, {
      message: `Other accounts can write ${path} on ${role}.`,
      expected: "mode 600, or 644",
      actual: `mode ${mode}`,
    }),
  )
}
