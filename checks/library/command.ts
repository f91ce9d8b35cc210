import type { HostRole, Observation } from "../../src/engine/observation.js"
import { PROBE_DEFAULTS, Unobserved, type Probe, type ShellSpec } from "../../src/engine/probe.js"
import type { ShellText } from "../../src/engine/shell.js"

/** What a command printed and how it ended. */
export interface Output {
  exitCode: number
  stdout: string
  stderr: string
}

type Options = Partial<Omit<ShellSpec, "kind" | "host" | "script">>

/** Runs shell text on a host. A command that runs out of time or prints too much tells nothing: `error`, not `fail`. */
export function command(host: HostRole, script: ShellText, options: Options = {}): Probe<Output> {
  return {
    spec: { kind: "shell", host, script: script.shell, as: "login", ...PROBE_DEFAULTS, ...options },
    read: readOutput,
  }
}

/** The same for shell text that prints facts with the function `fact NAME VALUE...`. */
export function facts(host: HostRole, script: ShellText, options: Options = {}): Probe<Facts> {
  const withFunction = { shell: `fact() { local name=$1; shift; printf '%s=%s\\n' "$name" "$*"; }\n${script.shell}` }
  const probe = command(host, withFunction, options)
  return {
    spec: probe.spec,
    read: (observation) => {
      const { stdout, stderr, exitCode } = readOutput(observation)
      if (exitCode !== 0)
        throw new Unobserved(
          `Looking on ${host} ended with exit status ${exitCode}: ${lastLine(stderr) || "no message"}`,
        )
      return new Facts(stdout)
    },
  }
}

/** The same probe, but undefined instead of an error where it could not be made: for what a check can do without. */
export function lenient<T>({ spec, read }: Probe<T>): Probe<T | undefined> {
  return {
    spec,
    read: (observation) => {
      try {
        return read(observation)
      } catch (error) {
        if (error instanceof Unobserved) return undefined
        throw error
      }
    },
  }
}

/** Named values that a script printed, `name=value` a line; a name may come more than once. */
export class Facts {
  readonly #values = new Map<string, string[]>()

  constructor(stdout: string) {
    for (const line of stdout.split("\n")) {
      const at = line.indexOf("=")
      if (at > 0) this.#values.set(line.slice(0, at), [...this.all(line.slice(0, at)), line.slice(at + 1)])
    }
  }

  /** The first value of this name; empty when there is none. */
  get(name: string): string {
    return this.all(name)[0] ?? ""
  }

  all(name: string): string[] {
    return this.#values.get(name) ?? []
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  number(name: string): number {
    const value = Number(this.get(name))
    if (this.get(name).trim() === "" || Number.isNaN(value)) throw new Unobserved(`The host did not tell ${name}.`)
    return value
  }
}

export function readOutput(observation: Observation): Output {
  if (observation.status === "unobserved") throw new Unobserved(observation.reason)
  if (observation.status === "timeout") {
    throw new Unobserved(
      `A command had not ended after ${Math.round(observation.durationMs / 1000)} s and was stopped.`,
    )
  }
  if (observation.status !== "done") throw new Unobserved("A command was expected, something else was observed.")
  if (observation.truncated) throw new Unobserved("A command printed more than course reads, so the rest is unknown.")
  return observation
}

export function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? ""
}
