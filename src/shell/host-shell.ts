import type { HostRole } from "../engine/observation.js"
import { CourseError } from "../errors/course-error.js"
import type { Host, Inventory } from "../inventory/inventory.js"
import type { HostConnection, RemoteShell, Transport } from "../transport/ports.js"
import { interrupted } from "../transport/unobserved.js"
import { attach } from "./attach.js"
import { inheritedShell } from "./inherited-shell.js"
import { ownTerminal, type OwnTerminal } from "./own-terminal.js"
import { refuseToReplaceCast, startRecording } from "./recording/start-recording.js"

export interface HostShellOptions {
  inventory: Inventory
  transports: Transport
  /** Hangs up when it is aborted. */
  signal: AbortSignal
  /** A connection to the host that is open already, and stays open; else one is made for the shell. */
  connection?: HostConnection
  /** Keep all that is shown and what is typed visibly, as asciicast. */
  record?: { file: string; replace: boolean } | undefined
  /** The person's terminal, of this process unless told. */
  terminal?: OwnTerminal
  /** Says what a person should know, before the shell begins or after it has ended. */
  note: (line: string) => void
}

/**
 * Opens an interactive shell on a host and leaves the terminal to it until it ends. Its keys are all the shell's, Ctrl-C too; nothing else
 * may read standard input meanwhile. The terminal is put back in order however the shell ends.
 * @returns the shell's exit status
 * @throws CourseError COURSE_TERMINAL without a terminal, COURSE_HOST_CLOSED when the connection is cut, and all that connecting throws
 */
export async function hostShell(role: HostRole, options: HostShellOptions): Promise<number> {
  const { inventory, transports, signal, record, note } = options
  const host = inventory.hosts[role]
  if (!host)
    throw new CourseError("COURSE_CONFIG_INVALID", `${inventory.path} does not say where ${role} is.`, {
      hint: `Add hosts.${role} with its address, or run \`course init\`.`,
    })
  const terminal = options.terminal ?? ownTerminal(`A shell on ${role}`)
  if (record) refuseToReplaceCast(record)
  const connection =
    options.connection ??
    (await transports.connect(host, {
      signal,
      onNewHostKey: (_host, key) => note(`${role}: the host key ${key} is new, and trusted from now on.`),
    }))
  try {
    return await shellOn(connection, host, { ...options, terminal })
  } finally {
    if (connection !== options.connection) await connection.close()
  }
}

async function shellOn(
  connection: HostConnection,
  host: Host,
  { terminal, signal, record, note }: HostShellOptions & { terminal: OwnTerminal },
): Promise<number> {
  const { role } = host
  const size = terminal.size()
  let shell: RemoteShell
  try {
    shell = await connection.openShell({ term: terminal.term, size, signal })
  } catch (error) {
    if (!(host.transport === "local" && error instanceof CourseError && error.code === "COURSE_TERMINAL")) throw error
    if (record) note(`${error.message} Hence this shell is not recorded. ${error.hint ?? ""}`.trim())
    return await inheritedShell(signal)
  }
  const recording = record && (await startRecording(record, { connection, host, term: terminal.term, size }))
  try {
    const exitCode = await attach(shell, terminal, { signal, listener: recording })
    if (signal.aborted) throw interrupted()
    if (exitCode === undefined) throw cut(role)
    return exitCode
  } finally {
    recording?.end(note)
  }
}

function cut(role: HostRole): CourseError {
  return new CourseError("COURSE_HOST_CLOSED", `The connection to ${role} was cut, and the shell with it.`, {
    hint: `What ran in it was hung up. Is the machine still running? \`course doctor ${role}\` looks.`,
  })
}
