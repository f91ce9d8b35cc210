import { fileURLToPath } from "node:url"
import { setTimeout as sleep } from "node:timers/promises"
import { startOnTerminal, type PtyProgram } from "../../helpers/pty-program.js"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))
const MINUTE = 60_000
/** Often enough to tell when something appeared. */
const GLANCE_MS = 25

/** A student before `course run`: sees the screen and presses keys. */
export class Student {
  readonly #argv: readonly string[]
  #program: PtyProgram

  constructor(argv: readonly string[]) {
    this.#argv = argv
    this.#program = this.#start()
  }

  get screen(): string {
    return this.#program.screen()
  }

  /** The step that the screen shows; undefined while it shows none. */
  get step(): string | undefined {
    return stepOf(this.screen)
  }

  /** Waits until the runner shows a step or the end of the block, and tells which. */
  async isAtTheEnd(): Promise<boolean> {
    await this.until(/^ (\d+\.\d+\.\d+ {2}\S|The end of the block)/m)
    return this.step === undefined
  }

  press(keys: string): void {
    this.#program.type(keys)
  }

  async until(shown: RegExp, timeoutMs = MINUTE): Promise<void> {
    await this.#program.until(shown, timeoutMs)
  }

  /** Waits until the runner shows another step or the end of the block, or `still` holds on the screen of this one. */
  async leaves(step: string, still: (screen: string) => boolean = () => false): Promise<"left" | "stays"> {
    const deadline = Date.now() + MINUTE
    for (;;) {
      const { screen } = this
      const shown = /^ The end of the block/m.test(screen) ? "the end" : stepOf(screen)
      // A line that is just being drawn anew shows no step, and says nothing.
      if (shown !== undefined && shown !== step) return "left"
      if (shown === step && still(screen)) return "stays"
      if (Date.now() > deadline) throw new Error(`The runner stayed at ${step}:\n${screen}`)
      await sleep(GLANCE_MS)
    }
  }

  /** Kills the runner as nothing can be prepared for, and starts it again. */
  async killAndReturn(meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    this.#program.kill("SIGKILL")
    await this.#program.ended
    await meanwhile()
    this.#program = this.#start()
    await this.until(/q quit/)
  }

  async leave(): Promise<{ exitCode: number; fullScreen: boolean }> {
    this.press("q")
    const exitCode = await this.#program.ended
    return { exitCode, fullScreen: this.#program.fullScreen() }
  }

  kill(): void {
    this.#program.kill("SIGKILL")
  }

  #start(): PtyProgram {
    return startOnTerminal(process.execPath, [RUN, "run", ...this.#argv], { columns: 100, rows: 40 })
  }
}

function stepOf(screen: string): string | undefined {
  return /^ (\d+\.\d+\.\d+) {2}\S/m.exec(screen)?.[1]
}
