import { setTimeout as sleep } from "node:timers/promises"
import { spawn } from "@lydell/node-pty"
import xterm from "@xterm/headless"

export interface PtyOptions {
  columns?: number
  rows?: number
  cwd?: string
  env?: NodeJS.ProcessEnv
}

/** A program on a terminal, as a person has it before them. */
export interface PtyProgram {
  readonly pid: number
  /** Presses keys. */
  type(keys: string): void
  /** What stands on the screen now, line by line, without blanks at the ends. */
  screen(): string
  /** Everything that was written to the terminal. */
  output(): string
  /** Does a program use the second screen? */
  fullScreen(): boolean
  /** Waits until the screen shows something. @throws with the screen when it does not come */
  until(shown: RegExp, timeoutMs?: number): Promise<void>
  resize(columns: number, rows: number): void
  /** The exit status, once it is over. */
  readonly ended: Promise<number>
  kill(signal?: NodeJS.Signals): void
}

/** Starts a program on a terminal of its own, which answers questions as real ones do. */
export function startOnTerminal(
  command: string,
  argv: readonly string[],
  { columns = 80, rows = 24, cwd, env = {} }: PtyOptions = {},
): PtyProgram {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true })
  const own = { ...process.env }
  for (const name of ["COLUMNS", "LINES", "NO_COLOR"]) delete own[name]
  const pty = spawn(command, [...argv], {
    name: "xterm-256color",
    cols: columns,
    rows,
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...own, TERM: "xterm-256color", LC_ALL: "C.UTF-8", ...env },
  })
  let output = ""
  pty.onData((data) => {
    output += data
    terminal.write(data)
  })
  terminal.onData((answer) => pty.write(answer))
  const screen = (): string => {
    const { active } = terminal.buffer
    const lines = Array.from({ length: terminal.rows }, (_, row) =>
      (active.getLine(active.viewportY + row)?.translateToString(true) ?? "").trimEnd(),
    )
    return lines.join("\n").trimEnd()
  }
  return {
    pid: pty.pid,
    type: (keys) => pty.write(keys),
    screen,
    output: () => output,
    fullScreen: () => terminal.buffer.active.type === "alternate",
    until: async (shown, timeoutMs = 10_000) => {
      const deadline = Date.now() + timeoutMs
      while (!shown.test(screen())) {
        if (Date.now() > deadline) throw new Error(`The screen never showed ${shown}:\n${screen()}`)
        await sleep(20)
      }
    },
    resize: (to, high) => {
      terminal.resize(to, high)
      pty.resize(to, high)
    },
    ended: new Promise((resolve) =>
      pty.onExit(({ exitCode, signal = 0 }) => resolve(signal > 0 ? 128 + signal : exitCode)),
    ),
    kill: (signal) => pty.kill(signal),
  }
}
