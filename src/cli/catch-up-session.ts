import type { Hand } from "../catchup/hand.js"
import { HOST_ROLES, type CatchUpRole } from "../catchup/targets.js"
import { CourseError } from "../errors/course-error.js"
import { escapeTerminal } from "../reporters/escape.js"
import type { HostConnection } from "../transport/ports.js"
import { transportsOf } from "./observer.js"
import type { Session } from "./session.js"

export interface HandsOptions {
  host: CatchUpRole | undefined
  /** What the scripts of the repository print is shown unless this is set. */
  quiet: boolean
  note: (line: string) => void
  signal: AbortSignal
}

/** Connects to dev and prod, or to the one that is named, for a command that changes them, and closes the connections behind it. */
export async function withHands<Result>(
  session: Session,
  { host, quiet, note, signal }: HandsOptions,
  work: (hands: Hand[]) => Promise<Result>,
): Promise<Result> {
  const { inventory } = session
  const transports = transportsOf(session, { askSudo: true })
  const connections: HostConnection[] = []
  try {
    const hands: Hand[] = []
    for (const role of host === undefined ? HOST_ROLES : [host]) {
      const known = inventory.hosts[role]
      if (!known)
        throw new CourseError("COURSE_CONFIG_INVALID", `${inventory.path} describes no host ${role}.`, {
          hint: `Add ${role} under hosts, or name the other one with --host.`,
        })
      const connection = await transports.connect(known, {
        signal,
        onNewHostKey: (_, fingerprint) =>
          note(`${role}: the host key ${escapeTerminal(fingerprint)} is new, and trusted from now on.`),
      })
      connections.push(connection)
      hands.push({
        role,
        repo: role === "dev" ? inventory.settings.devRepo : inventory.settings.prodRepo,
        connection,
        settings: inventory.settings,
        sudoPassword: () => transports.sudoPassword(known),
        ...(quiet ? {} : { onOutput: shownLines(role) }),
        signal,
      })
    }
    const result = await work(hands)
    signal.throwIfAborted()
    return result
  } finally {
    await Promise.all(connections.map((connection) => connection.close()))
  }
}

/** Shows whole lines behind the host's name: both hosts print at once. */
function shownLines(role: CatchUpRole): (text: string) => void {
  let rest = ""
  return (text) => {
    const parts = (rest + text).split("\n")
    rest = parts.pop() ?? ""
    for (const line of parts)
      process.stderr.write(`  ${role.padEnd(5)}${escapeTerminal(line.slice(line.lastIndexOf("\r") + 1))}\n`)
  }
}
