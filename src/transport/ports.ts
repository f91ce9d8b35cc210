import type { Duplex, Readable, Writable } from "node:stream"
import type { Observation } from "../engine/observation.js"
import type { CourseError } from "../errors/course-error.js"
import type { Host } from "../inventory/inventory.js"
import type { Job, OnResult } from "./job.js"

/** Asks the person at the keyboard. An adapter answers `undefined` where nobody can be asked. */
export interface Prompter {
  /** Reads one line without echo. */
  secret(question: string): Promise<string | undefined>
}

/** A command on the other side, with its three streams. */
export interface RemoteProcess {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Settles when the command is over and its streams are drained. No exit code: a signal or a cut connection ended it. */
  readonly closed: Promise<{ exitCode: number | undefined }>
  /** Ends it at once; for the case that closing its standard input was not enough. */
  kill(): void
}

/** The size of a terminal, in characters. */
export interface TerminalSize {
  columns: number
  rows: number
}

export interface ShellOptions {
  /** TERM: which terminal the shell's output is for. */
  term: string
  size: TerminalSize
  signal?: AbortSignal
}

/** An interactive shell on a terminal of its own. */
export interface RemoteShell {
  /** Takes what keys send, as bytes: Ctrl-C is one of them. */
  readonly input: Writable
  /** All that the terminal shows, as bytes. */
  readonly output: Readable
  /** Tells the programs on it that the terminal has another size. */
  resize(size: TerminalSize): void
  /** Settles when the shell is over and its output drained. No exit code: the connection was cut, or `kill` ended it. */
  readonly closed: Promise<{ exitCode: number | undefined }>
  /** Hangs up, as a closed terminal does. */
  kill(): void
}

/** The bare means of reaching a host, which an adapter provides. */
export interface Link {
  /** Runs a command line by the login shell. */
  spawn(command: string): Promise<RemoteProcess>
  /**
   * Starts the account's shell on a terminal.
   * @throws CourseError COURSE_TERMINAL where no terminal can be made
   */
  openShell(options: ShellOptions): Promise<RemoteShell>
  /** Opens a TCP connection as the host itself would. */
  openTcp(address: string, port: number, signal?: AbortSignal): Promise<Duplex>
  /** Settles when the link is gone: with the reason, or without one after `close`. */
  readonly lost: Promise<CourseError | undefined>
  close(): Promise<void>
}

/** Something that stands on a host until it is released. */
export interface Held {
  /** How the start went. */
  readonly result: Observation
  /** Stops it. Never throws; may be called more than once. */
  release(): Promise<void>
}

export interface ExecOptions {
  as: "login" | "root"
  timeoutMs: number
  signal?: AbortSignal
  /** The command's standard input. */
  input?: Uint8Array | string
  /** Called with output as it comes. What is returned at the end holds at most `maxBytes` of each stream. */
  onStdout?: (text: string) => void
  onStderr?: (text: string) => void
  maxBytes?: number
}

/** A host, connected. Nothing that it starts outlives it. */
export interface HostConnection {
  /** Runs all jobs as one script and tells each result once. Does not throw: what cannot be seen is told as unobserved. */
  runBatch(jobs: readonly Job[], options: { onResult: OnResult; signal?: AbortSignal }): Promise<void>
  /** Runs `start` of a fixture script and keeps what it started until released. */
  hold(fixtureScript: string, options: { readyMs: number; signal?: AbortSignal }): Promise<Held>
  /** Opens a TCP connection as the host itself would. */
  openTcp(address: string, port: number, signal?: AbortSignal): Promise<Duplex>
  /** Runs one command and streams its output. */
  exec(script: string, options: ExecOptions): Promise<Observation>
  /**
   * Starts the account's shell on a terminal.
   * @throws CourseError COURSE_TERMINAL where no terminal can be made
   */
  openShell(options: ShellOptions): Promise<RemoteShell>
  /** Settles when the connection is gone: with the reason, or without one after `close`. */
  readonly lost: Promise<CourseError | undefined>
  close(): Promise<void>
}

/** What one connection attempt tells besides its result. */
export interface ConnectOptions {
  signal?: AbortSignal
  /** A host key was seen for the first time and is trusted from now on. */
  onNewHostKey?: (host: Host, fingerprint: string) => void
}

/** A way to reach hosts. */
export interface Transport {
  /** @throws CourseError naming the host, what went wrong and what to do. */
  connect(host: Host, options?: ConnectOptions): Promise<HostConnection>
}
