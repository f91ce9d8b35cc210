import { spawn } from "node:child_process"
import { constants } from "node:os"
import { CourseError } from "../errors/course-error.js"
import { ownShell } from "../transport/local/shell-command.js"

/**
 * Hands this process's own terminal to a shell, for a machine where course cannot make another. Nothing of it can be recorded.
 * @returns its exit status
 */
export async function inheritedShell(signal: AbortSignal): Promise<number> {
  const command = ownShell()
  const child = spawn(command, [], { stdio: "inherit" })
  // The keyboard's signals are for the shell and what runs in it.
  const leaveToShell = (): void => undefined
  process.on("SIGINT", leaveToShell)
  const hangUp = (): void => void child.kill("SIGHUP")
  signal.addEventListener("abort", hangUp, { once: true })
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", (cause) => reject(notStarted(command, cause)))
      child.once("exit", (code, name) => resolve(code ?? 128 + (name ? constants.signals[name] : 1)))
    })
  } finally {
    process.off("SIGINT", leaveToShell)
    signal.removeEventListener("abort", hangUp)
  }
}

function notStarted(command: string, cause: Error): CourseError {
  return new CourseError("COURSE_TERMINAL", `The shell ${command} cannot be started: ${cause.message}.`, {
    hint: "Name another one for this command: SHELL=/bin/sh course ...",
    cause,
  })
}
