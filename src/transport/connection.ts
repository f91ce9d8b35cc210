import type { Observation } from "../engine/observation.js"
import { CourseError } from "../errors/course-error.js"
import type { Host } from "../inventory/inventory.js"
import { connectionCut, drive, hostFull, openShellOn, spawnOn, type Driver } from "./driver.js"
import type { Frame } from "./frames.js"
import type { Job, OnResult } from "./job.js"
import { patience } from "./patience.js"
import { runCommand } from "./run-command.js"
import type { ExecOptions, Held, HostConnection, Link, RemoteProcess, RemoteShell, ShellOptions } from "./ports.js"
import { runNames } from "./random.js"
import { RootShell } from "./root-shell.js"
import { batchScript } from "./script/batch-script.js"
import { holdScript } from "./script/hold-script.js"
import { loginCommand, type RunNames } from "./script/prelude.js"
import type { Secrets } from "./secrets.js"
import { interrupted, unobservedBecause } from "./unobserved.js"

/** All that can be done with a host, on any link to it. */
export class LinkConnection implements HostConnection {
  readonly #link: Link
  readonly #host: Host
  readonly #root: RootShell
  readonly #drivers = new Set<Driver>()
  #closing = false

  constructor(link: Link, host: Host, secrets: Secrets) {
    this.#link = link
    this.#host = host
    this.#root = new RootShell(link, host, secrets)
  }

  get lost(): Promise<CourseError | undefined> {
    return this.#link.lost
  }

  openTcp: Link["openTcp"] = (address, port, signal) => this.#link.openTcp(address, port, signal)

  async openShell(options: ShellOptions): Promise<RemoteShell> {
    if (this.#closing) throw connectionCut(this.#host.role)
    return openShellOn(this.#link, options, this.#host.role)
  }

  async runBatch(jobs: readonly Job[], options: { onResult: OnResult; signal?: AbortSignal }): Promise<void> {
    const indexed = jobs.map((job, index) => ({ job, index }))
    await Promise.all(
      (["login", "root"] as const).map(async (as) => {
        const part = indexed.filter(({ job }) => job.as === as)
        if (part.length === 0) return
        await this.#runPart(
          part.map(({ job }) => job),
          as,
          { ...options, onResult: (at, observation) => options.onResult(part[at]?.index ?? at, observation) },
        )
      }),
    )
  }

  async #runPart(
    jobs: readonly Job[],
    as: Job["as"],
    { onResult, signal }: { onResult: OnResult; signal?: AbortSignal },
  ): Promise<void> {
    const open = new Set(jobs.keys())
    const tell: OnResult = (index, observation) => {
      if (open.delete(index)) onResult(index, observation)
    }
    const onFrame = (frame: Frame): void => {
      if (frame.kind === "result") tell(frame.index, this.#observed(frame))
    }
    const names = runNames()
    const outcome = await this.#run(as, names, batchScript(names, jobs), onFrame, signal, batchLimitMs(jobs)).catch(
      asError,
    )
    const reason = signal?.aborted ? interrupted() : (outcome ?? connectionCut(this.#host.role))
    for (const index of [...open]) tell(index, unobservedBecause(reason))
  }

  async hold(fixtureScript: string, { readyMs, signal }: { readyMs: number; signal?: AbortSignal }): Promise<Held> {
    const names = runNames()
    let driver: Driver | undefined
    const result = await new Promise<Observation>((resolve) => {
      const onFrame = (frame: Frame): void => {
        if (frame.kind === "result") resolve(this.#observed(frame))
      }
      this.#start("login", names, holdScript(names, fixtureScript, readyMs), onFrame, signal)
        .then(async (started) => {
          driver = started
          const stop = (): void => void started.stop()
          signal?.addEventListener("abort", stop, { once: true })
          const outcome = await started.over
          signal?.removeEventListener("abort", stop)
          resolve(unobservedBecause(signal?.aborted ? interrupted() : (outcome ?? connectionCut(this.#host.role))))
        })
        .catch((error: unknown) => resolve(unobservedBecause(asError(error))))
    })
    return { result, release: async () => await driver?.stop() }
  }

  exec(script: string, options: ExecOptions): Promise<Observation> {
    return runCommand(script, options, {
      label: this.#host.role,
      open: (names, text) => this.#open(options.as, names, Buffer.byteLength(text), options.signal),
    })
  }

  async close(): Promise<void> {
    this.#closing = true
    await Promise.all([...this.#drivers].map((driver) => driver.stop()))
    await this.#link.close()
  }

  /** Runs a driver to its end. Returns what went wrong, if anything. */
  async #run(
    as: Job["as"],
    names: RunNames,
    script: string,
    onFrame: (frame: Frame) => void,
    signal: AbortSignal | undefined,
    limitMs: number,
  ): Promise<CourseError | undefined> {
    if (signal?.aborted) return interrupted()
    const driver = await this.#start(as, names, script, onFrame, signal)
    const stop = (): void => void driver.stop()
    const stopWaiting = patience(limitMs, stop)
    signal?.addEventListener("abort", stop, { once: true })
    if (signal?.aborted) stop()
    const outcome = await driver.over
    stopWaiting()
    signal?.removeEventListener("abort", stop)
    return outcome
  }

  async #start(
    as: Job["as"],
    names: RunNames,
    script: string,
    onFrame: (frame: Frame) => void,
    signal: AbortSignal | undefined,
  ): Promise<Driver> {
    const process = await this.#open(as, names, Buffer.byteLength(script), signal)
    const driver = drive(process, { script, nonce: names.nonce, label: this.#host.role, onFrame })
    this.#drivers.add(driver)
    void driver.over.then(() => this.#drivers.delete(driver))
    return driver
  }

  /** A process that waits for `bytes` bytes of script. */
  async #open(
    as: Job["as"],
    { marker }: RunNames,
    bytes: number,
    signal: AbortSignal | undefined,
  ): Promise<RemoteProcess> {
    if (this.#closing) throw connectionCut(this.#host.role)
    if (as === "root") return this.#root.open(marker, bytes, signal)
    return spawnOn(this.#link, loginCommand(marker, bytes), this.#host.role)
  }

  #observed(frame: Extract<Frame, { kind: "result" }>): Observation {
    if (!frame.room) return unobservedBecause(hostFull(this.#host.role))
    const text = {
      stdout: frame.stdout.toString("utf8"),
      stderr: frame.stderr.toString("utf8"),
      truncated: frame.truncated,
      durationMs: frame.durationMs,
    }
    return frame.status === "timeout"
      ? { status: "timeout", ...text }
      : { status: "done", exitCode: frame.exitCode, ...text }
  }
}

/** The host itself ends what is late. This is for a host that has stopped doing anything. */
function batchLimitMs(jobs: readonly Job[]): number {
  return 30_000 + jobs.reduce((sum, { timeoutMs }) => sum + timeoutMs + 1_000, 0)
}

function asError(error: unknown): CourseError {
  return error instanceof CourseError
    ? error
    : new CourseError("COURSE_BUG", `Running the probes failed: ${String(error)}`, { cause: error })
}
