import { closeSync, fchmodSync, fstatSync, openSync, writeSync } from "node:fs"
import { CourseError } from "../../errors/course-error.js"
import { reasonOf } from "../../errors/reason-of.js"
import type { CastHeader } from "./cast.js"

/**
 * Writes an asciicast, each event at once and as a whole line: what was written stays good when the program is killed. The file is
 * readable for its owner alone.
 */
export class CastWriter {
  readonly file: string
  readonly #fd: number
  readonly #now: () => number
  readonly #startedAt: number
  #open = true
  #failure: CourseError | undefined

  /** @throws CourseError COURSE_FILE_UNWRITABLE */
  constructor(
    file: string,
    { header, replace, now = () => performance.now() }: { header: CastHeader; replace: boolean; now?: () => number },
  ) {
    this.file = file
    try {
      this.#fd = openSync(file, replace ? "w" : "wx", 0o600)
      // A device such as /dev/null belongs to everybody, and root could take it away from them.
      if (fstatSync(this.#fd).isFile()) fchmodSync(this.#fd, 0o600)
    } catch (cause) {
      throw unwritable(file, cause)
    }
    this.#now = now
    this.#startedAt = now()
    this.#line(header)
    if (this.#failure) throw this.#failure
  }

  /** What kept the recording from being complete, once something did. */
  get failure(): CourseError | undefined {
    return this.#failure
  }

  event(kind: "o" | "i" | "r", text: string): void {
    if (text !== "") this.#line([Math.round((this.#now() - this.#startedAt) * 1000) / 1e6, kind, text])
  }

  close(): void {
    if (this.#open) closeSync(this.#fd)
    this.#open = false
  }

  /** A disk that is full ends the recording, and not what is recorded. */
  #line(value: unknown): void {
    if (!this.#open || this.#failure) return
    try {
      const line = Buffer.from(`${JSON.stringify(value)}\n`)
      for (let done = 0; done < line.length;) done += writeSync(this.#fd, line, done)
    } catch (cause) {
      this.#failure = unwritable(this.file, cause)
    }
  }
}

function unwritable(file: string, cause: unknown): CourseError {
  return new CourseError("COURSE_FILE_UNWRITABLE", `${file} cannot be written: ${reasonOf(cause)}.`, {
    hint: "Name a file in a folder that is there and yours, and look with `df -h` whether the disk is full.",
    cause,
  })
}
