import { CourseError } from "../../errors/course-error.js"
import type { LabDriver } from "../driver.js"
import { runOn } from "../exec.js"
import type { BuildOptions } from "../image/atomic-build.js"
import { labPaths } from "../paths.js"
import type { HostName, LabState, Track } from "../spec.js"
import { knownHostLines } from "./fresh.js"
import type { Reference } from "./reference.js"

export interface ProvisionOptions extends BuildOptions {
  driver: LabDriver
  name: string
  state: LabState
  track: Track
  reference: Reference
}

/** Runs a bash text on a host; a failure is told by the name of what was done. @returns what it printed */
export type Hand = (what: string, script: string, input: string | Buffer) => Promise<string>

const STEP_MS = 5 * 60_000

/** The people at the keyboards: the student on dev and prod, and root everywhere. */
export function hands({ driver, name, state, signal }: ProvisionOptions) {
  const on =
    (host: HostName, user: string): Hand =>
    async (what, script, input) => {
      const result = await runOn(driver, { name, host, user, script, input, timeoutMs: STEP_MS, signal })
      if (result.exitCode === 0) return result.stdout
      const tail = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-15).join("\n")
      const how = result.exitCode === 124 ? "took too long" : `exited with status ${result.exitCode}`
      throw new CourseError("COURSE_LAB_FAILED", `Bringing ${host} to ${state}: ${what} ${how}.\n${tail}`, {
        hint: "Try a fresh lab: course lab up --state fresh. If that works, the reference service is at fault.",
      })
    }
  const root = { dev: on("dev", "root"), prod: on("prod", "root"), hub: on("hub", "root") }
  return { dev: on("dev", "user"), prod: on("prod", "produser"), root }
}

/** Lines that a script reads its values from: secrets are in no argument and no text. */
export function environment(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${Buffer.from(value).toString("base64")}\n`)
    .join("")
}

/** What a student's known_hosts says about a host after the first question was answered with yes. */
export async function knownHosts(lab: string, host: HostName): Promise<string> {
  return (await knownHostLines(labPaths(lab).host(host).root, host)).join("\n")
}
