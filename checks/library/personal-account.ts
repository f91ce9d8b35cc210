import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Account } from "./accounts.js"
import type { MachineRole } from "./machine.js"

/** Groups whose members may become root on the systems of the course. */
const ADMINISTRATORS = ["sudo", "admin", "wheel"]

/** Is it an account of a person who may become root? */
export function isPersonal(role: MachineRole, name: string, known: readonly Account[]): Verdict {
  const account = known.find((each) => each.name === name)
  return all(
    expect(account !== undefined, {
      message: `${role} has no account ${name}.`,
      expected: name,
      actual: "(no such account)",
    }),
    expect((account?.uid ?? 0) >= 1000, {
      message: `${name} on ${role} is an account of the system and not of a person.`,
      expected: "a number of 1000 or more",
      actual: `${account?.uid}`,
      hint: "Accounts made by `adduser` or the installer begin at 1000: make it anew without `--system`.",
    }),
    expect(account?.groups.some((group) => ADMINISTRATORS.includes(group)) === true, {
      message: `${name} on ${role} may not use sudo.`,
      expected: "the group sudo",
      actual: account?.groups.join(", ") ?? "",
      hint: `As an administrator: \`sudo adduser ${name} sudo\`, then log in again.`,
    }),
  )
}
