import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { CourseError } from "../errors/course-error.js"
import { ownTerminal } from "../shell/own-terminal.js"
import { openCast } from "../shell/recording/cast-reader.js"
import { playCast } from "../shell/recording/cast-player.js"
import { describeCast, type CastDescription } from "../shell/recording/describe-cast.js"
import type { CastHeader } from "../shell/recording/cast.js"

export default class Replay extends CourseCommand {
  static override summary = "Play a recorded shell."
  static override description = `Plays an asciicast (version 2) in this terminal, in the time it took: the space bar holds it, q or Ctrl-C ends it. Only what draws is passed to the terminal: nothing in a recording can set its title, reach its clipboard or make it answer.

With --json nothing is played: the file is read to its end and described.`
  static override examples = [
    "<%= config.bin %> replay deploy.cast",
    "<%= config.bin %> replay deploy.cast --speed 2 --idle-limit 1",
    "<%= config.bin %> replay deploy.cast --json",
  ]
  static override args = { file: Args.string({ description: "A recording.", required: true }) }
  static override flags = {
    speed: Flags.string({ description: "How many times as fast.", default: "1", helpValue: "N" }),
    "idle-limit": Flags.string({ description: "Make pauses no longer than this, in seconds.", helpValue: "S" }),
  }

  async run(): Promise<CastDescription | undefined> {
    const { args, flags } = await this.parse(Replay)
    const speed = positive("--speed", flags.speed)
    const limit = flags["idle-limit"] === undefined ? undefined : positive("--idle-limit", flags["idle-limit"])
    const cast = await openCast(args.file)
    try {
      if (this.jsonEnabled()) return await describeCast(cast, args.file)
      const terminal = ownTerminal("Playing a recording")
      this.#warnOfSize(cast.header, terminal.size())
      const idleLimit = limit ?? cast.header.idle_time_limit
      await playCast(cast.events(), { terminal, speed, idleLimit, signal: this.signal })
      this.signal.throwIfAborted()
      return undefined
    } finally {
      await cast.close()
    }
  }

  #warnOfSize({ width, height }: CastHeader, { columns, rows }: { columns: number; rows: number }): void {
    if (columns < width || rows < height)
      this.note(`It was recorded at ${width}x${height}, and this terminal is ${columns}x${rows}: lines may be broken.`)
  }
}

function positive(flag: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new CourseError("COURSE_USAGE", `${flag} takes a number above 0, not "${text}".`, {
    hint: `For example ${flag} 2, or ${flag} 0.5.`,
  })
}
