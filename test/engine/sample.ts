import type { PlacedCheck } from "../../src/engine/catalog.js"
import { defineCheck, type Check, type CheckDefinition } from "../../src/engine/check.js"
import { settings, type Context } from "../../src/engine/context.js"
import type { Observation } from "../../src/engine/observation.js"
import { PROBE_DEFAULTS, Unobserved, type Probe, type ShellSpec } from "../../src/engine/probe.js"
import { expectEqual } from "../../src/engine/verdict.js"

export const sampleContext: Context = {
  track: "typescript",
  settings: settings.parse({}),
  runSeed: "run",
  workspaceSeed: "workspace",
}

/** Reads what a command printed; unreadable when it did not run. */
export function printed(script: string, options: Partial<ShellSpec> = {}): Probe<string> {
  return {
    spec: { kind: "shell", host: "prod", script, as: "login", ...PROBE_DEFAULTS, ...options },
    read: (observation) => {
      if (observation.status !== "done")
        throw new Unobserved(observation.status === "unobserved" ? observation.reason : observation.status)
      return observation.stdout
    },
  }
}

export function sampleCheck(id: string, more: Partial<CheckDefinition<{ out: Probe<string> }>> = {}): Check {
  return defineCheck({
    id,
    title: `${id} holds`,
    host: "prod",
    probes: { out: printed(`echo ${id}`) },
    judge: ({ out }) => expectEqual("The output", out, "good"),
    hint: "Make it good.",
    ...more,
  })
}

export function place(...checks: Check[]): PlacedCheck[] {
  return checks.map((check, index) => ({ check, block: "block1", step: `1.1.${index + 1}` }))
}

export function done(stdout: string, more: Partial<Extract<Observation, { status: "done" }>> = {}): Observation {
  return { status: "done", exitCode: 0, stdout, stderr: "", truncated: false, durationMs: 5, ...more }
}
