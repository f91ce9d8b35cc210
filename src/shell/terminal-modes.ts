/** Modes that are on while nothing has changed them. */
const USUALLY_ON = new Set([7, 25])
/** Modes that programs switch on and should switch off: keys, colours, mouse, focus, pasting, the second screen. */
const USUALLY_OFF = new Set([1, 5, 9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 47, 1047, 1049])
const SECOND_SCREEN = [47, 1047, 1049]

const SWITCH = /\x1b\[\?([\d;]{1,64})([hl])|\x1b([=>])/g
const UNFINISHED = /\x1b(\[(\?[\d;]{0,64})?)?$/

/** Follows which modes programs have changed in a terminal, so that they can be undone when a program no longer can. */
export class TerminalModes {
  readonly #changed = new Set<number>()
  #keypad = false
  #rest = ""

  /** Reads output. A sequence may be split over several calls. */
  saw(output: string): void {
    const text = this.#rest + output
    for (const [, modes, last, keypad] of text.matchAll(SWITCH)) {
      if (keypad !== undefined) this.#keypad = keypad === "="
      else for (const mode of (modes ?? "").split(";").map(Number)) this.#switch(mode, last === "h")
    }
    this.#rest = UNFINISHED.exec(text)?.[0] ?? ""
  }

  /** Does a program use the second screen, as editors and pagers do? */
  get fullScreen(): boolean {
    return SECOND_SCREEN.some((mode) => this.#changed.has(mode))
  }

  /** What to print so that the terminal is as usual again. */
  undo(): string {
    const modes = [...this.#changed].map((mode) => `\x1b[?${mode}${USUALLY_ON.has(mode) ? "h" : "l"}`)
    // An editor that was cut off may have changed what Shift and Ctrl send, too.
    const keys = this.fullScreen ? "\x1b[>4m" : ""
    return `${keys}${this.#keypad ? "\x1b>" : ""}${modes.join("")}\x1b[0m`
  }

  #switch(mode: number, on: boolean): void {
    const usual = USUALLY_ON.has(mode)
    if (!usual && !USUALLY_OFF.has(mode)) return
    if (on === usual) this.#changed.delete(mode)
    else this.#changed.add(mode)
  }
}
