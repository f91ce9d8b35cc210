import { sh, type ShellText } from "../engine/shell.js"
import type { ReadStudentFile, StudentFile } from "../runner/solution.js"
import { CourseError } from "../errors/course-error.js"
import type { HostRole } from "../engine/observation.js"
import type { HostConnection } from "../transport/ports.js"

const LIMITS = { timeoutMs: 10_000, maxBytes: 512 * 1024 }
const MISSING = 44
const CLOSED = 45

/** Reads files of a student over connections that stand. */
export function studentFiles(
  connect: (role: HostRole) => Promise<HostConnection>,
  signal: AbortSignal,
): ReadStudentFile {
  return async (role, path): Promise<StudentFile> => {
    try {
      const connection = await connect(role)
      const observation = await connection.exec(script(path).shell, { as: "login", signal, ...LIMITS })
      if (observation.status === "unobserved") return { unreadable: observation.reason }
      if (observation.status !== "done") return { unreadable: "It took too long." }
      if (observation.exitCode === MISSING) return { missing: true }
      if (observation.exitCode === CLOSED) return { unreadable: "The account may not read it." }
      if (observation.exitCode !== 0 || observation.truncated) return { unreadable: "It could not be read as a whole." }
      return { text: observation.stdout }
    } catch (error) {
      if (error instanceof CourseError) return { unreadable: error.message }
      throw error
    }
  }
}

function script(path: string): ShellText {
  const file = path.startsWith("~/") ? sh`"$HOME"/${path.slice(2)}` : sh`${path}`
  return sh`[ -e ${file} ] || exit ${MISSING}
[ -f ${file} ] && [ -r ${file} ] || exit ${CLOSED}
exec cat -- ${file}`
}
