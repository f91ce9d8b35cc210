import { mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import { execa } from "execa"
import { CourseError } from "../errors/course-error.js"
import { throwIfInterrupted } from "./run-tool.js"

export interface LockOptions {
  signal?: AbortSignal | undefined
  /** Told once when somebody else holds the lock. */
  onWait?: () => void
}

/**
 * Runs `work` while holding an exclusive lock on a file. The kernel keeps the lock for a small child whose standard input is
 * our pipe: when this process ends in any way, the pipe closes, the child ends and the lock is free. So no lock is ever stale.
 */
export async function withLock<Result>(
  path: string,
  options: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(path), { recursive: true })
  const release = (await acquire(path, ["--nonblock"], options.signal)) ?? (await waitFor(path, options))
  try {
    throwIfInterrupted(options.signal)
    return await work()
  } finally {
    await release()
  }
}

async function waitFor(path: string, { signal, onWait }: LockOptions): Promise<() => Promise<void>> {
  onWait?.()
  const release = await acquire(path, ["--timeout", "1800"], signal)
  throwIfInterrupted(signal)
  if (!release) {
    throw new CourseError("COURSE_LAB_FAILED", `Another process has held ${path} for half an hour.`, {
      hint: `See which process it is with: fuser -v ${path}`,
    })
  }
  return release
}

async function acquire(
  path: string,
  mode: string[],
  signal: AbortSignal | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const holder = execa("flock", ["--exclusive", ...mode, path, "sh", "-c", "echo held; exec cat >/dev/null"], {
    stdin: "pipe",
    reject: false,
    // A Ctrl-C in the terminal must not take the lock away while the work is cleaned up.
    detached: true,
    cleanup: false,
    ...(signal && { cancelSignal: signal }),
  })
  const held = await new Promise<boolean>((resolve) => {
    holder.stdout.once("data", () => resolve(true))
    holder.once("exit", () => resolve(false))
    holder.once("error", () => resolve(false))
  })
  if (!held) {
    const result = await holder
    if (result.code === "ENOENT") {
      throw new CourseError("COURSE_LAB_UNSUPPORTED", "The program flock is missing.", {
        hint: "Install it: apt-get install util-linux",
      })
    }
    return undefined
  }
  return async () => {
    holder.stdin.end()
    await holder
  }
}
