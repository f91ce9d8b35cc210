import { sh } from "../engine/shell.js"
import { CourseError } from "../errors/course-error.js"
import type { Held } from "../transport/ports.js"
import type { Hand } from "./hand.js"

const WAIT_SECONDS = 20

/**
 * Lets one catch-up at a time work on a host, as long as its connection stands.
 * @throws CourseError COURSE_CATCHUP_REFUSED when another one works there
 */
export async function lockHost({ connection, role, signal }: Hand): Promise<Held> {
  const script = sh`
start() {
  umask 077
  mkdir -p "$HOME/.course/catch-up" || return 1
  exec 7>>"$HOME/.course/catch-up/session.lock" || return 1
  flock -w ${WAIT_SECONDS} 7 || return 75
}`
  const held = await connection.hold(script.shell, { readyMs: (WAIT_SECONDS + 10) * 1000, ...(signal && { signal }) })
  const { result } = held
  if (result.status === "done" && result.exitCode === 0) return held
  await held.release()
  if (result.status === "done" && result.exitCode === 75)
    throw new CourseError("COURSE_CATCHUP_REFUSED", `Another catch-up is working on ${role}. Nothing was changed.`, {
      hint: "Wait for it to end, then run the same command again.",
    })
  const why = result.status === "unobserved" ? result.reason : "its home folder cannot be written."
  throw new CourseError("COURSE_CATCHUP_REFUSED", `${role}: ${why} Nothing was changed.`, {
    hint: `Look with \`df -h ~\` and \`ls -ld ~/.course\` on ${role}.`,
  })
}
