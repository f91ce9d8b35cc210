import type { Readable, Writable } from "node:stream"
import { execa } from "execa"
import type { LabDriver } from "./driver.js"
import { interrupted } from "./run-tool.js"
import type { HostName } from "./spec.js"

export interface LabExecOptions {
  name: string
  host: HostName
  /** Account inside the host; default root. */
  user?: string
  argv: readonly string[]
  /** Where the streams go; each is this process's own by default. */
  stdin?: Readable | "inherit" | "ignore"
  stdout?: Writable | "inherit" | "ignore"
  stderr?: Writable | "inherit" | "ignore"
  signal?: AbortSignal
}

/** Runs a command on a host; the streams pass through. @returns its exit status, 128 + n when signal n ended it */
export async function execOn(driver: LabDriver, options: LabExecOptions): Promise<number> {
  const { name, host, user = "root", argv, stdin = "inherit", stdout = "inherit", stderr = "inherit", signal } = options
  const { command, args } = await driver.enter(name, { host, user, argv })
  const child = execa(command, args, {
    reject: false,
    buffer: false,
    stdin: typeof stdin === "string" ? stdin : "pipe",
    stdout: typeof stdout === "string" ? stdout : "pipe",
    stderr: typeof stderr === "string" ? stderr : "pipe",
    ...(signal && { cancelSignal: signal, forceKillAfterDelay: 1000 }),
  })
  if (typeof stdin !== "string" && child.stdin) stdin.pipe(child.stdin)
  if (typeof stdout !== "string") child.stdout?.pipe(stdout, { end: false })
  if (typeof stderr !== "string") child.stderr?.pipe(stderr, { end: false })
  // A command that ends before it has read its input closes the pipe: that is its right, and its exit status tells.
  child.stdin?.on("error", () => undefined)
  const result = await child
  if (signal?.aborted) throw interrupted()
  return exitStatus(result)
}

export interface LabRunOptions {
  name: string
  host: HostName
  /** Account inside the host; default root. */
  user?: string
  /** Text for bash. */
  script: string
  /** Standard input of the script: the way to hand over a secret, which must not be in `script`. */
  input?: string | Buffer
  timeoutMs?: number
  signal?: AbortSignal | undefined
}

export interface LabRunResult {
  /** 124 when the time was over. */
  exitCode: number
  stdout: string
  stderr: string
}

/** Runs a bash script on a host and returns what it printed. A failing script is a result, not an error. */
export async function runOn(driver: LabDriver, options: LabRunOptions): Promise<LabRunResult> {
  const { name, host, user = "root", script, input, timeoutMs, signal } = options
  const { command, args } = await driver.enter(name, { host, user, argv: ["bash", "-c", script] })
  const result = await execa(command, args, {
    reject: false,
    stripFinalNewline: false,
    forceKillAfterDelay: 1000,
    ...(input === undefined ? { stdin: "ignore" as const } : { input }),
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    ...(signal && { cancelSignal: signal }),
  })
  if (signal?.aborted) throw interrupted()
  return { exitCode: result.timedOut ? 124 : exitStatus(result), stdout: result.stdout, stderr: result.stderr }
}

const SIGNAL_NUMBERS: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGPIPE: 13,
  SIGTERM: 15,
}

function exitStatus(result: { exitCode?: number | undefined; signal?: string | undefined }): number {
  if (result.exitCode !== undefined) return result.exitCode
  return 128 + (SIGNAL_NUMBERS[result.signal ?? ""] ?? 1)
}
