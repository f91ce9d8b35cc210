import { randomUUID } from "node:crypto"
import { mkdir, open, readdir, rename, stat, unlink, type FileHandle } from "node:fs/promises"
import { join } from "node:path"
import { Grouper } from "./grouper.js"
import { readSpoolFile, spoolLine, type SpoolContent } from "./spool-file.js"
import { StoreError, type NewPrediction } from "./store.js"

export interface SpoolOptions {
  readonly folder: string
  /** Bytes that the folder may hold. */
  readonly limitBytes: number
}

interface OpenFile {
  readonly handle: FileHandle
  readonly name: string
  rows: number
  bytes: number
}

/** So many rows and a file is closed: one file is replayed with one statement. */
const ROWS_PER_FILE = 500
const MOST_WAITING = 8_192
/** How often rows are written again because another process took their file away meanwhile. */
const TRIES = 20
const OPEN = ".open.ndjson"
const SEALED = ".sealed.ndjson"
const REJECTED = "rejected.ndjson"

/**
 * Rows on disk that wait for the database: a folder of append-only files, one row per line.
 *
 * Several processes may share the folder, as they do for a moment while one release follows another, and any of them
 * may end at any time. No lock is needed: whoever wants to replay a file first seals it by renaming it. A writer looks,
 * after every write, whether its file still has its name; if not, it writes the rows again into a new file. So a row
 * that was reported safe is in a file that will be read after that moment, and a row that is in two files is stored
 * once, because it carries its `ref`.
 */
export class Spool {
  readonly #rows = new Map<string, number>()
  readonly #grouper: Grouper<string, true>
  #bytes = 0
  #current: OpenFile | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #count = 0

  private constructor(private readonly options: SpoolOptions) {
    this.#grouper = new Grouper({
      run: async (groups) => {
        await this.#exclusively(() => this.#write(groups.flat()))
        return groups.map((lines) => ({ ok: true, results: lines.map(() => true) }))
      },
      concurrency: 1,
      mostPerRun: ROWS_PER_FILE,
      mostWaiting: MOST_WAITING,
      whenFull: () => new StoreError(new Error(`${MOST_WAITING} rows wait for the disk`), FULL),
    })
  }

  /** Opens the folder, which is made when it is missing, and counts what an earlier run left. */
  static async open(options: SpoolOptions): Promise<Spool> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 })
    const spool = new Spool(options)
    for (const name of await spool.#files()) spool.#rows.set(name, (await spool.read(name)).rows.length)
    spool.#bytes = await spool.#size()
    return spool
  }

  /** Rows that wait here, as far as this process knows. */
  get buffered(): number {
    let rows = this.#current?.rows ?? 0
    for (const count of this.#rows.values()) rows += count
    return rows
  }

  /** Resolves when the rows are on the disk itself. @throws StoreError when the spool or the disk is full. */
  async append(rows: readonly NewPrediction[]): Promise<void> {
    await this.#grouper.add(rows.map(spoolLine))
  }

  /** Closes the file being written and names all that can be replayed, oldest first. */
  seal(): Promise<readonly string[]> {
    return this.#exclusively(async () => {
      await this.#leave()
      const sealed: string[] = []
      for (const name of await this.#files()) {
        const next = name.replace(OPEN, SEALED)
        if (next !== name && !(await renamed(this.#path(name), this.#path(next)))) continue
        this.#rows.set(next, this.#rows.get(name) ?? 0)
        sealed.push(next)
      }
      for (const name of this.#rows.keys()) if (!sealed.includes(name)) this.#rows.delete(name)
      this.#bytes = await this.#size()
      return sealed
    })
  }

  /** @returns undefined when another process has replayed the file meanwhile. */
  async content(name: string): Promise<SpoolContent | undefined> {
    try {
      const content = await this.read(name)
      this.#rows.set(name, content.rows.length)
      return content
    } catch (error) {
      if (!isCode(error, "ENOENT")) throw error
      this.#rows.delete(name)
      return undefined
    }
  }

  /** Forgets a sealed file: its rows are in the database. */
  async discard(name: string): Promise<void> {
    const bytes = await sizeOf(this.#path(name))
    await unlinked(this.#path(name))
    this.#rows.delete(name)
    this.#bytes = Math.max(0, this.#bytes - bytes)
  }

  /** Sets lines aside that the database will never take, for a person to look at. */
  async reject(lines: readonly string[]): Promise<string> {
    const path = this.#path(REJECTED)
    const handle = await open(path, "a", 0o600)
    try {
      await handle.appendFile(lines.join(""))
      await handle.sync()
    } finally {
      await handle.close()
    }
    return path
  }

  async close(): Promise<void> {
    await this.#grouper.idle()
    await this.#exclusively(() => this.#leave())
  }

  private read(name: string): Promise<SpoolContent> {
    return readSpoolFile(this.#path(name))
  }

  #path(name: string): string {
    return join(this.options.folder, name)
  }

  async #write(lines: readonly string[]): Promise<void> {
    const data = Buffer.from(lines.join(""))
    if (this.#bytes + data.length > this.options.limitBytes)
      throw new StoreError(new Error(`the spool holds ${this.#bytes} of ${this.options.limitBytes} bytes`), FULL)
    if (this.#current && this.#current.rows >= ROWS_PER_FILE) await this.#leave()
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const file = await this.#file()
      try {
        await writeAll(file.handle, data)
        await file.handle.datasync()
      } catch (error) {
        // What arrived of the lines must not stay in front of the next ones.
        await this.#cutBack(file)
        throw new StoreError(error, isFull(error) ? FULL : BROKEN)
      }
      if (await isStill(file.handle, this.#path(file.name))) {
        file.rows += lines.length
        file.bytes += data.length
        this.#bytes += data.length
        return
      }
      await this.#abandon()
    }
    throw new StoreError(new Error("the files of the spool are taken away as soon as they are made"), BROKEN)
  }

  async #file(): Promise<OpenFile> {
    if (this.#current) return this.#current
    // Sorted by name, the files are in the order in which they were begun.
    const order = `${String(Date.now()).padStart(15, "0")}-${String(this.#count++).padStart(9, "0")}`
    const name = `${order}-${randomUUID()}${OPEN}`
    try {
      const handle = await open(this.#path(name), "ax", 0o600)
      this.#current = { handle, name, rows: 0, bytes: 0 }
      await syncFolder(this.options.folder)
      return this.#current
    } catch (error) {
      await this.#leave()
      throw new StoreError(error, isFull(error) ? FULL : BROKEN)
    }
  }

  async #cutBack(file: OpenFile): Promise<void> {
    try {
      await file.handle.truncate(file.bytes)
      await file.handle.datasync()
    } catch {
      // The file ends in a torn line, which readers leave out; the next rows go into another file.
      await this.#leave()
    }
  }

  /** Closes the file being written; what is in it waits. */
  async #leave(): Promise<void> {
    const file = this.#current
    if (!file) return
    this.#current = undefined
    this.#rows.set(file.name, file.rows)
    await file.handle.close()
  }

  /** Another process has sealed the file and accounts for it from now on. */
  async #abandon(): Promise<void> {
    const file = this.#current
    this.#current = undefined
    await file?.handle.close()
    this.#bytes = await this.#size()
  }

  async #files(): Promise<string[]> {
    const names = await readdir(this.options.folder)
    return names.filter((name) => name.endsWith(OPEN) || name.endsWith(SEALED)).sort()
  }

  async #size(): Promise<number> {
    let bytes = 0
    for (const name of await readdir(this.options.folder)) bytes += await sizeOf(this.#path(name))
    return bytes
  }

  /** One after the other: the file being written is changed by nobody else. */
  #exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

const FULL = "The database does not answer and the buffer on disk is full; try again later"
const BROKEN = "The database does not answer and the buffer on disk cannot be written; try again later"

async function writeAll(handle: FileHandle, data: Buffer): Promise<void> {
  for (let done = 0; done < data.length;) done += (await handle.write(data, done)).bytesWritten
}

/** A new file is only there after a crash when its folder was written too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function isStill(handle: FileHandle, path: string): Promise<boolean> {
  try {
    const [written, there] = await Promise.all([handle.stat(), stat(path)])
    return written.ino === there.ino && written.dev === there.dev
  } catch (error) {
    if (isCode(error, "ENOENT")) return false
    throw error
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isCode(error, "ENOENT")) return 0
    throw error
  }
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (isCode(error, "ENOENT")) return false
    throw error
  }
}

async function unlinked(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error
  }
}

function isFull(error: unknown): boolean {
  return isCode(error, "ENOSPC") || isCode(error, "EDQUOT")
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code
}
