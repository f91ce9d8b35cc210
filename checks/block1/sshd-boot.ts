import { defineCheck } from "../../src/engine/check.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { machine, type MachineRole } from "../library/machine.js"
import { serverUnits, startsAtBoot } from "../library/server-units.js"

/** By a service that runs all the time, or by a socket that starts it when somebody comes: either will do. */
export default defineCheck({
  id: "b1.sshd-boot",
  title: "Both machines listen for SSH, and will do so after a reboot",
  host: "prod",
  needs: ["b1.sshd-installed"],
  probes: (context) => ({ dev: machine("dev", context), prod: machine("prod", context) }),
  judge: ({ dev, prod }) => all(listens("prod", prod), listens("dev", dev)),
  hint: "`sudo systemctl enable --now ssh` (or `ssh.socket`, where the system prefers that).",
})

function listens(role: MachineRole, found: Facts): Verdict {
  const units = serverUnits(found)
  const actual = units.map(({ id, file, active }) => `${id} ${file || "unknown"}, ${active}`).join("; ") || "(no unit)"
  return all(
    expect(found.has("listening"), {
      message: `Nothing listens on port 22 of ${role}.`,
      expected: "a listening SSH server",
      actual,
    }),
    expect(units.some(startsAtBoot), {
      message: `The SSH server of ${role} will not start with the machine.`,
      expected: "ssh.service or ssh.socket enabled",
      actual,
      hint: units.every(({ load, file }) => load === "masked" || file === "masked" || file === "disabled")
        ? `On ${role}: \`sudo systemctl unmask ssh.service ssh.socket\`, then \`sudo systemctl enable --now ssh\`.`
        : `\`sudo systemctl enable --now ssh\` on ${role}.`,
    }),
  )
}
