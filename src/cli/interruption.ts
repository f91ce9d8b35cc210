import { EXIT } from "../errors/codes.js"
import { CourseError } from "../errors/course-error.js"

let controller: AbortController | undefined

/**
 * The signal that Ctrl-C, a closing terminal or `kill` aborts, so that everything can be taken down in order. The second Ctrl-C
 * ends the process at once.
 */
export function interruption(): AbortSignal {
  if (controller) return controller.signal
  const created = new AbortController()
  controller = created
  const onSignal = (): void => {
    if (created.signal.aborted) process.exit(EXIT.interrupted)
    process.stderr.write("\nStopping; once more to stop without cleaning up.\n")
    created.abort(new CourseError("COURSE_INTERRUPTED", "Stopped from the keyboard."))
  }
  process.on("SIGINT", onSignal)
  process.on("SIGTERM", onSignal)
  process.on("SIGHUP", onSignal)
  return created.signal
}
