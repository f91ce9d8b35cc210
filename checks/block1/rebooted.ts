import { defineCheck } from "../../src/engine/check.js"
import { Unobserved } from "../../src/engine/probe.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { machine, type MachineRole } from "../library/machine.js"

export default defineCheck({
  id: "b1.rebooted",
  title: "Both machines were rebooted since the SSH server was installed",
  host: "prod",
  informational: true,
  needs: ["b1.sshd-installed"],
  probes: (context) => ({ dev: machine("dev", context), prod: machine("prod", context) }),
  judge: ({ dev, prod }) => all(wasRebooted("dev", dev), wasRebooted("prod", prod)),
  hint: "`sudo reboot`, and see that you can log in again: what does not survive a reboot is not installed.",
})

function wasRebooted(role: MachineRole, found: Facts): Verdict {
  const booted = found.number("booted")
  // Without a log, the list of the package's files tells when it was last unpacked: the first time, or later.
  const installed = Number(found.get("installed")) || 0
  const unpacked = Number(found.get("listed")) || 0
  if (installed === 0 && (unpacked === 0 || booted < unpacked))
    throw new Unobserved(`${role} has no record of when openssh-server was installed.`)
  return expect(booted >= (installed || unpacked), {
    message: `${role} has run since before openssh-server was installed.`,
    expected: `a start after ${date(installed)}`,
    actual: date(booted),
  })
}

function date(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
