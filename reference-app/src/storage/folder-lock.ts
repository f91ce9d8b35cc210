import { createHash, randomUUID } from "node:crypto"
import { link, readFile, unlink, writeFile } from "node:fs/promises"
import { setTimeout } from "node:timers/promises"
import { z } from "zod"

/** A folder that only one process may use is in use. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError"
  constructor(folder: string, pid: number) {
    super(`${folder} is in use by process ${pid}; end that process, or choose another folder`)
  }
}

const Owner = z.object({ pid: z.int().positive(), started: z.string(), id: z.uuid() })
type Owner = z.infer<typeof Owner>

/** Process ids come back, in a container even at once; the locks of this process are those whose id is here. */
const held = new Set<string>()
const ATTEMPTS = 20
const PAUSE_MS = 10

/**
 * Takes `FOLDER.lock` for this process. A lock whose process is gone, however it ended, is taken over.
 * @returns gives the lock back.
 * @throws FolderInUseError when a running process has it.
 */
export function lockFolder(folder: string): Promise<() => Promise<void>> {
  return take(`${folder}.lock`, folder)
}

async function take(path: string, folder: string): Promise<() => Promise<void>> {
  const own: Owner = { pid: process.pid, started: (await startOf(process.pid)) ?? "", id: randomUUID() }
  const draft = `${path}.${own.id}`
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  held.add(own.id)
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await linked(draft, path)) {
        return async () => {
          if (held.delete(own.id)) await unlink(path)
        }
      }
      await clearAway(path, folder)
    }
  } catch (error) {
    held.delete(own.id)
    throw error
  } finally {
    await unlink(draft)
  }
  held.delete(own.id)
  throw new Error(`${path} cannot be taken: other processes take it at the same time; try again`)
}

/** Hard links appear with their content, so nobody ever reads half a lock. */
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isCode(error, "EEXIST")) return false
    throw error
  }
}

/** Removes the lock of a process that is gone. @throws FolderInUseError when that process is running */
async function clearAway(path: string, folder: string): Promise<void> {
  const text = await contentOf(path)
  if (text === undefined) return
  const owner = parseOwner(text)
  if (owner && (await isRunning(owner))) throw new FolderInUseError(folder, owner.pid)
  // Only who holds the lock on this one lock may remove it: nobody removes the new lock that came in its place.
  let release: () => Promise<void>
  try {
    release = await take(`${path}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}`, folder)
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error
    return setTimeout(PAUSE_MS)
  }
  try {
    if ((await contentOf(path)) === text) await unlink(path)
  } finally {
    await release()
  }
}

async function isRunning(owner: Owner): Promise<boolean> {
  if (owner.pid === process.pid) return held.has(owner.id)
  let mayBeHidden = false
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if (isCode(error, "ESRCH")) return false
    // It runs under another account, and some systems hide those from /proc.
    mayBeHidden = true
  }
  const started = await startOf(owner.pid)
  // A process that ended since then is not in /proc any more; where there is no /proc, nothing more can be known.
  if (owner.started === "" || (started === undefined && mayBeHidden)) return true
  return started === owner.started
}

/** When a process began, in the kernel's clock ticks; undefined where there is no /proc to ask. */
async function startOf(pid: number): Promise<string | undefined> {
  const text = await contentOf(`/proc/${pid}/stat`)
  // The second field is the program's name in parentheses and may hold blanks; the start is field 22.
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19]
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    // ESRCH: the process whose file it is ended while the file was being read.
    if (isCode(error, "ENOENT") || isCode(error, "ESRCH")) return undefined
    throw error
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return Owner.parse(JSON.parse(text))
  } catch {
    // Locks are written whole; a file that holds anything else belongs to nobody.
    return undefined
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code
}
