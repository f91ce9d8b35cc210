import { CourseError } from "../errors/course-error.js"
import type { DeployTarget } from "../deploy/remote.js"
import { escapeTerminal } from "../reporters/escape.js"
import type { InventoryChoice } from "./inventory-flags.js"
import { transportsOf } from "./observer.js"
import { openSession } from "./session.js"

export interface ProdOptions {
  flags: InventoryChoice & { "ask-sudo": boolean; quiet: boolean }
  json: boolean
  note: (line: string) => void
  signal: AbortSignal
}

/** Connects to prod for a command that changes it, and closes the connection behind it. */
export async function withProd<Result>(
  { flags, json, note, signal }: ProdOptions,
  work: (target: DeployTarget) => Promise<Result>,
): Promise<Result> {
  const session = await openSession(flags, note)
  const prod = session.inventory.hosts.prod
  if (!prod)
    throw new CourseError("COURSE_CONFIG_INVALID", `${session.inventory.path} describes no host prod.`, {
      hint: "Add prod under hosts, or run `course init`.",
    })
  const transports = transportsOf(session, { askSudo: flags["ask-sudo"] })
  const connection = await transports.connect(prod, { signal })
  try {
    const result = await work({
      connection,
      settings: session.inventory.settings,
      sudoPassword: () => transports.sudoPassword(prod),
      onProgress: note,
      ...(flags.quiet || json
        ? {}
        : { onOutput: (text: string) => process.stderr.write(indent(escapeTerminal(text))) }),
      signal,
    })
    signal.throwIfAborted()
    return result
  } catch (error) {
    // What an interrupted script had to say is not why the command ends.
    signal.throwIfAborted()
    throw error
  } finally {
    await connection.close()
  }
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ")
}
