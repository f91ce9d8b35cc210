import type { Observation } from "../engine/observation.js"
import type { SystemdSpec } from "../engine/probe.js"
import { sh } from "../engine/shell.js"
import type { Job } from "./job.js"

/** One `systemctl show` for all units of a host: it costs as much as one for a single unit. */
export function mergedSystemdJob(specs: readonly SystemdSpec[]): Job {
  return showJob(unitsOf(specs), [...new Set(specs.flatMap(({ properties }) => properties))], {
    timeoutMs: Math.max(...specs.map(({ timeoutMs }) => timeoutMs)),
    maxBytes: specs.reduce((sum, { maxBytes }) => sum + maxBytes, 0),
  })
}

/** One `systemctl show` for one spec, for when the merged one cannot be taken apart. */
export function singleSystemdJob(spec: SystemdSpec): Job {
  return showJob([spec.unit], spec.properties, spec)
}

/**
 * Takes the output of the merged job apart: each spec gets what a call of its own would have printed.
 * @returns undefined when the output does not have one block for each unit
 */
export function splitSystemd(specs: readonly SystemdSpec[], merged: Observation): Observation[] | undefined {
  if (merged.status !== "done")
    return specs.length === 1 || merged.status === "unobserved" ? specs.map(() => merged) : undefined
  const units = unitsOf(specs)
  if (units.length === 1 && merged.exitCode !== 0) return specs.map(() => merged)
  const blocks = merged.stdout.split(/\n\n+/).map((block) => block.trim())
  if (merged.exitCode !== 0 || merged.truncated || blocks.length !== units.length) return undefined
  return specs.map((spec) => {
    const wanted = (blocks[units.indexOf(spec.unit)] ?? "")
      .split("\n")
      .filter((line) => isWanted(line, spec.properties))
    return { ...merged, stdout: wanted.map((line) => `${line}\n`).join("") }
  })
}

function isWanted(line: string, properties: readonly string[]): boolean {
  const [key = ""] = line.split("=", 1)
  return properties.includes(key)
}

function unitsOf(specs: readonly SystemdSpec[]): string[] {
  return [...new Set(specs.map(({ unit }) => unit))]
}

function showJob(
  units: readonly string[],
  properties: readonly string[],
  limits: Pick<Job, "timeoutMs" | "maxBytes">,
): Job {
  const { timeoutMs, maxBytes } = limits
  const script = sh`/usr/bin/systemctl show --no-pager --property=${properties.join(",")} -- ${units}`.shell
  return { script, as: "login", timeoutMs, maxBytes }
}
