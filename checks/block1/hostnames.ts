import { defineCheck } from "../../src/engine/check.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { machine, type MachineRole } from "../library/machine.js"

export default defineCheck({
  id: "b1.hostnames",
  title: "The machines call themselves dev and prod, after a reboot as well",
  host: "prod",
  probes: (context) => ({ dev: machine("dev", context), prod: machine("prod", context) }),
  judge: ({ dev, prod }) => all(isCalled("dev", dev), isCalled("prod", prod)),
  hint: "`sudo hostnamectl set-hostname NAME`, then log in again: the prompt shows it.",
})

/** A domain may follow the name. */
function isCalled(role: MachineRole, found: Facts): Verdict {
  const [now, later] = [found.get("hostname"), found.get("statichostname").trim()]
  return all(
    expect(first(now) === role, {
      message: `The machine for ${role} calls itself ${now || "nothing"}.`,
      expected: role,
      actual: now,
      hint: `\`sudo hostnamectl set-hostname ${role}\` on it.`,
    }),
    expect(later === "" || first(later) === role, {
      message: `${role} loses its name with the next reboot.`,
      expected: `${role} in /etc/hostname`,
      actual: later,
      hint: `\`sudo hostnamectl set-hostname ${role}\` writes it down; \`hostname\` alone does not.`,
    }),
  )
}

function first(name: string): string {
  return (name.split(".")[0] ?? "").toLowerCase()
}
