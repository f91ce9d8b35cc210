import { createHash } from "node:crypto"
import { open, readFile, realpath, rm, writeFile } from "node:fs/promises"
import { connect, createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { CourseError } from "../../errors/course-error.js"
import { withFileLock } from "../../workspace/file-lock.js"

export interface FolderLock {
  release(): Promise<void>
}

/** The longest name a socket can have on macOS, which allows the least. */
const LONGEST = 103
const HOLDER = "holder"

/**
 * Holds a folder for this process alone. The lock is a socket that listens: the system closes it with the process, however that ends, so
 * that nobody has to guess whether the holder still lives.
 * @throws CourseError COURSE_GRADEBOOK when somebody has it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const real = await realpath(folder)
  return await withFileLock(path.join(real, "opening"), async () => await acquire(real))
}

async function acquire(folder: string): Promise<FolderLock> {
  const handle = await open(folder, "r")
  try {
    const server = await listenAt(folder, handle.fd)
    await writeFile(path.join(folder, HOLDER), `${process.pid}\n`, { mode: 0o600 })
    return {
      release: async () => {
        await new Promise<void>((resolve) => server.close(() => resolve()))
        await handle.close()
      },
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function listenAt(folder: string, fd: number): Promise<Server> {
  for (const address of addresses(folder, fd)) {
    if (await isHeld(address)) throw inUse(folder, await holderOf(folder))
    if (process.platform !== "win32") await rm(address, { force: true })
    try {
      return await listen(address)
    } catch (cause) {
      const code = codeOf(cause)
      if (code === "EADDRINUSE") throw inUse(folder, await holderOf(folder))
      // Some file systems hold no sockets: then the folder for temporary files does, under a name made of this one's.
      if (!["EPERM", "EACCES", "EOPNOTSUPP", "ENOTSUP", "EINVAL", "ENAMETOOLONG"].includes(code))
        throw unlockable(folder, cause)
    }
  }
  throw unlockable(folder, "no socket can be made")
}

/** Where the socket may be, best first. All processes come to the same one, because it depends on the folder alone. */
function addresses(folder: string, fd: number): string[] {
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 20)
  if (process.platform === "win32") return [`\\\\.\\pipe\\course-gradebook-${hash}`]
  const inside = path.join(folder, "lock")
  // Linux finds a folder by its open handle as well, however long its name is.
  const short =
    Buffer.byteLength(inside) <= LONGEST ? [inside] : process.platform === "linux" ? [`/proc/self/fd/${fd}/lock`] : []
  return [...short, path.join(tmpdir(), `course-gradebook-${hash}.lock`)]
}

async function listen(address: string): Promise<Server> {
  return await new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once("error", reject)
    server.listen(address, () => resolve(server.unref()))
  })
}

/** Does somebody listen there? That the system takes the connection is enough: who is busy still holds it. */
async function isHeld(address: string): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const socket = connect(address)
    const tell = (held: boolean): void => {
      socket.destroy()
      resolve(held)
    }
    socket.on("connect", () => tell(true))
    socket.on("error", (error) => {
      const code = codeOf(error)
      if (code === "ENOENT" || code === "ECONNREFUSED") tell(false)
      else if (code === "EAGAIN" || code === "ECONNRESET" || code === "EPIPE") tell(true)
      else reject(unlockable(address, error))
    })
  })
}

/** The process that holds a folder, as it wrote it down: for the message alone. */
async function holderOf(folder: string): Promise<string> {
  try {
    return `process ${Number.parseInt(await readFile(path.join(folder, HOLDER), "utf8"), 10)}`
  } catch {
    // Between taking the folder and writing it down.
    return "another process"
  }
}

function inUse(folder: string, holder: string): CourseError {
  return new CourseError("COURSE_GRADEBOOK", `The gradebook in ${folder} is in use by ${holder}.`, {
    hint: "Wait until that course has ended, or keep the gradebook on a PostgreSQL server: then DATABASE_URL names it, and several may work at once.",
  })
}

function unlockable(folder: string, cause: unknown): CourseError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CourseError("COURSE_GRADEBOOK", `The gradebook in ${folder} cannot be locked: ${why}`, {
    hint: "Two processes at once would damage it. Move it to a folder of your own on a local disk.",
    cause,
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}
