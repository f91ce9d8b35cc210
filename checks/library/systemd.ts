import type { HostRole } from "../../src/engine/observation.js"
import { PROBE_DEFAULTS, Unobserved, type Probe } from "../../src/engine/probe.js"
import { readOutput } from "./command.js"

/** Effective properties of a unit, as `systemctl show` names them. A property that the unit does not have is empty. */
export function systemctlShow<const Name extends string>(
  host: HostRole,
  unit: string,
  properties: readonly Name[],
): Probe<Record<Name, string>> {
  return {
    spec: {
      kind: "systemd",
      host,
      unit: unit.includes(".") ? unit : `${unit}.service`,
      properties: [...properties],
      ...PROBE_DEFAULTS,
    },
    read: (observation) => {
      const { stdout, exitCode, stderr } = readOutput(observation)
      if (exitCode !== 0)
        throw new Unobserved(`systemctl show failed on ${host}: ${stderr.trim() || `exit status ${exitCode}`}`)
      const all = new Map(
        stdout.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      )
      return Object.fromEntries(properties.map((name) => [name, all.get(name) ?? ""])) as Record<Name, string>
    },
  }
}
