import path from "node:path"
import { z } from "zod"
import { CourseError } from "../errors/course-error.js"
import { withFileLock } from "../workspace/file-lock.js"
import { readStateFile, writeStateFile } from "../workspace/state-file.js"
import { applyChange, isNews, NO_PROGRESS, progress, PROGRESS_VERSION, type Change, type Progress } from "./progress.js"

/** What only says again what is known is written at most this often. */
const SAME_AGAIN_MS = 30_000

const newer = z.looseObject({ version: z.number().int().gt(PROGRESS_VERSION) })

/** The progress of one workspace, on disk. */
export interface ProgressStore {
  read(): Promise<Progress>
  /**
   * Applies changes to what is on disk at that moment, also while other runs do the same. When the promise is kept, they are on disk.
   * Changes that only say again what is known are written now and then.
   */
  apply(changes: readonly Change[]): Promise<void>
  /** Writes what was put off. */
  flush(): Promise<void>
}

/**
 * @param folder that of course.yaml
 * @param warn hears of a damaged file that was put aside
 */
export function progressStore(folder: string, warn: (message: string) => void): ProgressStore {
  const file = path.join(folder, ".course", "progress.json")
  const read = async (): Promise<Progress> => known(await readStateFile(file, z.union([progress, newer]), warn), file)
  let waiting: Change[] = []
  let writtenAt = 0
  // What this process last wrote or read: what is no news to it need not touch the disk.
  let latest: Progress | undefined
  // One after the other within this process; the lock orders it among processes.
  let turn: Promise<void> = Promise.resolve()
  const write = (force: boolean): Promise<void> => {
    turn = turn
      .catch(() => undefined)
      .then(async () => {
        if (waiting.length === 0) return
        const late = performance.now() - writtenAt > SAME_AGAIN_MS
        const before = latest
        if (before && !force && !late && !waiting.some((change) => isNews(before, change))) return
        await withFileLock(file, async () => {
          const changes = waiting
          waiting = []
          latest = changes.reduce(applyChange, await read())
          await writeStateFile(file, latest)
          writtenAt = performance.now()
        })
      })
    return turn
  }
  return {
    read,
    apply: (changes) => {
      if (changes.length === 0) return turn
      waiting = [...waiting, ...changes].reduce<Change[]>(joined, [])
      return write(false)
    },
    flush: () => write(true),
  }
}

/** Adds a change to a list, so that looks at the same checks take one entry and not one for each second. */
function joined(list: Change[], change: Change): Change[] {
  const last = list.at(-1)
  if (last?.kind !== "seen" || change.kind !== "seen") return [...list, change]
  return [...list.slice(0, -1), { kind: "seen", checks: { ...last.checks, ...change.checks } }]
}

function known(found: z.infer<typeof progress> | z.infer<typeof newer> | undefined, file: string): Progress {
  if (!found) return NO_PROGRESS
  if (isOurs(found)) return found
  throw new CourseError("COURSE_FILE_UNREADABLE", `${file} was written by a newer version of course.`, {
    hint: "Update course; nothing was changed.",
  })
}

function isOurs(found: Progress | z.infer<typeof newer>): found is Progress {
  return found.version === PROGRESS_VERSION
}
