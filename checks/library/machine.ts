import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines } from "../../src/engine/shell.js"
import { skip, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { accountsScript, networkScript, serverScript, systemScript } from "./machine-script.js"

export type MachineRole = "dev" | "prod"

/** What a machine is, has and was given in block 1, as facts; the modules beside this one read them. */
export function machine(role: MachineRole, context: Context): Probe<Facts> {
  return facts(role, lines(networkScript, serverScript, accountsScript(context), systemScript), { timeoutMs: 20_000 })
}

/** The container a host is; empty where it is a machine, virtual or not. */
export function container(found: Facts): string {
  const said = found.get("container")
  if (said === "") throw new Unobserved("systemd-detect-virt does not tell whether the host is a container.")
  return said === "none" ? "" : said
}

/** Judges what only a machine of its own has; a container borrows it from the machine it runs on. */
export function onMachine(role: MachineRole, found: Facts, what: string, judge: () => Verdict): Verdict {
  const kind = container(found)
  return kind === "" ? judge() : skip(`${role} is a container (${kind}), which has no ${what} of its own.`)
}

export function other(role: MachineRole): MachineRole {
  return role === "dev" ? "prod" : "dev"
}
