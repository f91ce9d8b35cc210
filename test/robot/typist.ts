import { randomBytes } from "node:crypto"
import { PassThrough } from "node:stream"
import { CourseError } from "../../src/errors/course-error.js"
import { labExec, type HostName } from "../../src/lab/lab.js"
import { HOSTS } from "../../src/lab/spec.js"
import { keysOf } from "./keys.js"
import { replyTo } from "./reply.js"
import { plain } from "./terminal-text.js"

/** How one command line came out. */
export interface Typed {
  /** `undefined` when the shell went away with it: the host restarts. */
  status: number | undefined
  /** What was printed, as a person sees it. */
  printed: string
}

export interface Typing {
  /** Further lines that the command asks for, in order. */
  replies?: readonly string[]
  /** The keys that leave a program one looks at. */
  keys?: string | undefined
  timeoutMs?: number
}

/** A command that did not come to an end, or asked what nobody answers. */
export class Stuck extends Error {}

/** As long as nothing is printed that long, a program waits for somebody. */
const SETTLED_MS = 120
/** A program that draws a screen has drawn it by then. */
const DRAWN_MS = 400
const COMMAND_MS = 240_000
const SHELL_MS = 15_000
/** No command of the notes asks for more; one that does asks the same thing again and again. */
const MOST_REPLIES = 12

/** A student at a login shell of a host, on a terminal of the host's own that stays open. */
export class Typist {
  readonly #marker = randomBytes(12).toString("hex")
  readonly #keyboard = new PassThrough()
  readonly #stop = new AbortController()
  readonly #gone: Promise<void>
  #failure: Error | undefined
  #screen = ""
  #printedAt = performance.now()
  #open = true
  #wake: () => void = () => undefined

  private constructor(lab: string, host: HostName) {
    const monitor = new PassThrough({ encoding: "utf8" })
    monitor.on("data", (text: string) => {
      this.#screen += text
      this.#printedAt = performance.now()
      this.#wake()
    })
    const user = HOSTS[host].account?.user ?? "root"
    const shell = ["script", "--quiet", "--return", "--echo", "always", "--command", "exec bash --login", "/dev/null"]
    const streams = { stdin: this.#keyboard, stdout: monitor, stderr: monitor, signal: this.#stop.signal }
    this.#gone = labExec({ name: lab, host, user, argv: shell, ...streams })
      .catch((error: unknown) => {
        if (!(error instanceof CourseError && error.code === "COURSE_INTERRUPTED"))
          this.#failure = error instanceof Error ? error : new Error("The shell cannot be opened.", { cause: error })
      })
      .then(() => {
        this.#open = false
        this.#wake()
      })
  }

  /** Opens a shell and waits until it takes commands. */
  static async open(lab: string, host: HostName): Promise<Typist> {
    const typist = new Typist(lab, host)
    const { status } = await typist.#enter(typist.#preparation(), { timeoutMs: SHELL_MS })
    if (status !== 0) throw new Stuck(`The shell of ${host} cannot be prepared: ${plain(typist.#screen)}`)
    return typist
  }

  get isOpen(): boolean {
    return this.#open
  }

  /** Types a line, answers what is asked, and waits until the shell takes the next one. */
  async type(line: string, typing: Typing = {}): Promise<Typed> {
    return await this.#enter(line, typing)
  }

  /** Hangs up, as closing the window does. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#gone
  }

  /** The marker is put together on the host, so that no echo of a command looks like it; the status comes with it. */
  #preparation(): string {
    const half = this.#marker.length / 2
    const halves = `${this.#marker.slice(0, half)} ${this.#marker.slice(half)}`
    return [
      `PROMPT_COMMAND='printf "\\036%s%s %d\\036" ${halves} "$?"'`,
      "PS1=",
      `printf -v PS2 '\\036%s%s more\\036' ${halves}`,
      "export TERM=xterm",
      "stty cols 120 rows 50",
      "bind 'set enable-bracketed-paste off'",
    ].join("; ")
  }

  async #enter(line: string, { replies = [], keys, timeoutMs = COMMAND_MS }: Typing): Promise<Typed> {
    const deadline = performance.now() + timeoutMs
    const left = [...replies]
    let pressed = keys === undefined
    let answered = 0
    let seen = 0
    this.#screen = ""
    this.#keyboard.write(`${line}\r`)
    for (;;) {
      const ended = this.#ended(line)
      if (ended) {
        if (left.length > 0) throw new Stuck(`It did not ask for all replies of the notes.\n${ended.printed}`)
        if (!pressed) throw new Stuck(`It ended before its keys were pressed.\n${ended.printed}`)
        return ended
      }
      const quietMs = performance.now() - this.#printedAt
      if (!pressed && quietMs >= DRAWN_MS && this.#screen.length > line.length) {
        for (const key of keysOf(keys ?? "")) this.#keyboard.write(key)
        pressed = true
      }
      const reply = replyTo(this.#screen.slice(seen), left, quietMs >= SETTLED_MS)
      if (reply) {
        if (++answered > MOST_REPLIES) throw new Stuck(`It asks again and again.\n${this.#shown(line)}`)
        if (reply.fromNotes) left.shift()
        seen = this.#screen.length
        this.#keyboard.write(reply.keys)
      }
      if (performance.now() > deadline)
        throw new Stuck(`It did not end within ${timeoutMs / 1000} s.\n${this.#shown(line)}`)
      await this.#news(Math.min(SETTLED_MS, deadline - performance.now()))
    }
  }

  #ended(line: string): Typed | undefined {
    const [mark, status] = new RegExp(`\\x1e${this.#marker} (\\d+|more)\\x1e`).exec(this.#screen) ?? []
    if (this.#failure !== undefined)
      throw new Stuck(`There is no shell: ${this.#failure.message}`, { cause: this.#failure })
    if (mark === undefined) return this.#open ? undefined : { status: undefined, printed: this.#shown(line) }
    if (status === "more") throw new Stuck("The line is not complete: the shell waits for more of it.")
    return { status: Number(status), printed: this.#shown(line, mark) }
  }

  /** What was printed, without the echo of the command. */
  #shown(line: string, mark = ""): string {
    const text = plain(this.#screen.split(mark || "\0")[0] ?? "")
    return (text.startsWith(line) ? text.slice(line.length) : text).trim()
  }

  /** Something was printed, the shell is gone, or the time is over. */
  #news(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, timeoutMs))
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
