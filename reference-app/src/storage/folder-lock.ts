import { randomUUID } from "node:crypto"
import { link, readFile, rename, unlink, writeFile } from "node:fs/promises"
import { z } from "zod"

/** A folder that only one process may use is in use. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError"
  constructor(folder: string, pid: number) {
    super(`${folder} is in use by process ${pid}; end that process, or choose another folder`)
  }
}

const Owner = z.object({ pid: z.int().positive(), started: z.string() })
type Owner = z.infer<typeof Owner>

/** Process ids come back, after a restart of a container even at once; what this process holds it knows itself. */
const held = new Set<string>()
const ATTEMPTS = 5

/**
 * Takes `FOLDER.lock` for this process. A lock whose process is gone, however it ended, is taken over.
 * @returns gives the lock back.
 * @throws FolderInUseError when a running process has it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = `${folder}.lock`
  const own: Owner = { pid: process.pid, started: (await startOf(process.pid)) ?? "" }
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await linked(draft, path)) {
        held.add(path)
        return async () => {
          if (held.delete(path)) await unlink(path)
        }
      }
      await clearAway(path, folder)
    }
  } finally {
    await unlink(draft)
  }
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

async function clearAway(path: string, folder: string): Promise<void> {
  const text = await contentOf(path)
  if (text === undefined) return
  const owner = parseOwner(text)
  if (owner && (await isRunning(owner, path))) throw new FolderInUseError(folder, owner.pid)
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (isCode(error, "ENOENT")) return
    throw error
  }
  // Between reading and moving another process may have put its own lock there: that one goes back.
  if ((await contentOf(aside)) !== text) await linked(aside, path)
  await unlink(aside)
}

async function isRunning(owner: Owner, path: string): Promise<boolean> {
  if (owner.pid === process.pid) return held.has(path)
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if (isCode(error, "ESRCH")) return false
  }
  const started = await startOf(owner.pid)
  return started === undefined || owner.started === "" || started === owner.started
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
    if (isCode(error, "ENOENT")) return undefined
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
