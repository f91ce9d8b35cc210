import { HOSTS } from "../../src/lab/spec.js"
import { lastLine, plain } from "./terminal-text.js"

const PASSWORDS = new Map(
  Object.values(HOSTS).flatMap(({ account }) => (account ? [[account.user, account.password]] : [])),
)

/** What a person types because the terminal asks; `settled` says that nothing was printed for a moment. */
export interface Reply {
  keys: string
  /** One of those that the notes give in advance. */
  fromNotes: boolean
}

/**
 * Answers what is asked on the line of the cursor: passwords of the class, whether a host is trusted, a pager that waits at the end of a
 * page, and whatever else by the replies of the notes.
 */
export function replyTo(screen: string, notes: readonly string[], settled: boolean): Reply | undefined {
  const asked = lastLine(screen)
  const account = (/^\[sudo\] password for ([\w-]+): $/.exec(asked) ?? /([\w-]+)@\S+'s password: $/.exec(asked))?.[1]
  const password = account === undefined ? undefined : PASSWORDS.get(account)
  if (password !== undefined) return { keys: `${password}\r`, fromNotes: false }
  if (/\(yes\/no(\/\[fingerprint\])?\)\? $/.test(asked)) return { keys: "yes\r", fromNotes: false }
  if (!settled) return undefined
  if (isPager(screen)) return { keys: "q", fromNotes: false }
  const [next] = notes
  return next !== undefined && /[:?>\])] ?$/.test(asked) ? { keys: `${next}\r`, fromNotes: true } : undefined
}

/** `less` at the end of a screen: a colon, or `(END)`, or the lines it shows. */
function isPager(screen: string): boolean {
  return /^(:|\(END\)|lines \d+-\d+.*)$/.test(plain(screen).split("\n").at(-1)?.trim() ?? "")
}
