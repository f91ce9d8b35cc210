import { randomBytes } from "node:crypto"
import { open, readFile, rename, rm, stat } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { CourseError } from "../errors/course-error.js"

const RETRY_MS = 15
/** Work under a lock is a read and a write of a small file: what holds one for longer is not alive any more. */
const STALE_MS = 5_000
const PATIENCE_MS = 15_000

/**
 * Runs `work` while no other process does so for the same file. The lock is a file of its own that holds the process id; one whose process
 * is gone, killed in the middle, is taken away.
 */
export async function withFileLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`
  const deadline = performance.now() + PATIENCE_MS
  while (!(await acquire(lock))) {
    if (performance.now() > deadline)
      throw new CourseError("COURSE_FILE_UNWRITABLE", `Another course holds ${lock} and does not let go.`, {
        hint: "Remove that file when no other course is running.",
      })
    await takeAwayWhereStale(lock)
    await sleep(RETRY_MS)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function acquire(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, "wx", 0o600)
    try {
      await handle.writeFile(`${process.pid}\n`)
    } finally {
      await handle.close()
    }
    return true
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${lock} cannot be written: ${String(cause)}`, { cause })
  }
}

async function takeAwayWhereStale(lock: string): Promise<void> {
  try {
    const [{ mtimeMs }, text] = await Promise.all([stat(lock), readFile(lock, "utf8")])
    const owner = Number(text.trim())
    // A lock without a number is one that is being written at this moment, or was cut while it was.
    const gone = Number.isInteger(owner) && owner > 0 && !isAlive(owner)
    if (!gone && Date.now() - mtimeMs < STALE_MS) return
    // Of two that find it stale, one renames it; the other finds nothing to rename.
    const aside = `${lock}.${randomBytes(6).toString("hex")}`
    await rename(lock, aside)
    await rm(aside, { force: true })
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${lock} cannot be taken away: ${String(cause)}`, { cause })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== "ESRCH"
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined
}
