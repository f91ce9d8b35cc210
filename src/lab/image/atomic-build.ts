import { mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { withLock } from "../lock.js"
import { labCacheDir } from "../paths.js"
import { layersInUse } from "../record.js"

export interface BuildOptions {
  onProgress: (line: string) => void
  signal?: AbortSignal | undefined
}

export interface CacheEntry extends BuildOptions {
  /** Kind of entry; old entries of the same kind are removed when a new one is built. */
  kind: string
  /** Hash of everything the entry is made from. */
  key: string
  /** Said before the build, because it takes a while: "Building the image (once, about 90 s)". */
  announcement: string
  build: (into: string) => Promise<void>
}

/** Entries of a kind that nobody has used for this long are removed. */
const KEEP_UNUSED_MS = 7 * 24 * 3600 * 1000

/**
 * A folder of the cache, built where it is missing. It appears under its name only when complete, so a build that was killed leaves
 * only a temporary folder that the next build removes; two processes do not build the same entry.
 * @returns the folder
 */
export async function cached(entry: CacheEntry): Promise<string> {
  const final = join(labCacheDir(), `${entry.kind}-${entry.key}`)
  if (await touch(final)) return final
  const lock = {
    signal: entry.signal,
    onWait: () => entry.onProgress("Waiting for another process that builds the same thing"),
  }
  return withLock(join(labCacheDir(), "locks", basename(final)), lock, async () => {
    if (await touch(final)) return final
    entry.onProgress(entry.announcement)
    const temporary = `${final}.building`
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true })
    try {
      await entry.build(temporary)
      await rename(temporary, final)
    } catch (error) {
      await rm(temporary, { recursive: true, force: true })
      throw error
    }
    await removeOld(entry.kind, final)
    return final
  })
}

async function touch(folder: string): Promise<boolean> {
  try {
    await utimes(folder, new Date(), new Date())
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false
    throw error
  }
}

async function removeOld(kind: string, newest: string): Promise<void> {
  const used = [...(await layersInUse())]
  for (const name of await readdir(dirname(newest))) {
    const path = join(dirname(newest), name)
    if (!name.startsWith(`${kind}-`) || name.endsWith(".building") || path === newest) continue
    if (used.some((layer) => layer === path || layer.startsWith(`${path}/`))) continue
    if (Date.now() - (await stat(path)).mtimeMs > KEEP_UNUSED_MS) await rm(path, { recursive: true, force: true })
  }
}
