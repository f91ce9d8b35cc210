import { timingSafeEqual } from "node:crypto"
import type { FastifyBaseLogger } from "fastify"
import { digestOf, KeyFileError, parseKeys, readKeyFile, tooOpen, type NamedKey } from "./key-file.js"

export interface ApiKeys {
  /**
   * The name of a presented key, undefined if it is none of them. Takes the same time for every key of a length, right
   * or wrong, and whichever it is.
   * @param presented the header as Node reads it: each byte one character.
   */
  find(presented: string | undefined): string | undefined
  /** Reads the file again. A file that cannot be used leaves the keys as they are, and is logged. */
  reload(): void
  /** Stops looking at the file. */
  close(): void
}

export interface ApiKeyOptions {
  /** The key named "default". */
  readonly secretApiKey: string
  /** See parseKeys. Read again when it changes, and on SIGHUP. */
  readonly keysFile?: string | undefined
  readonly logger: Pick<FastifyBaseLogger, "info" | "warn" | "error">
  /** How often the file is looked at. Looking works where watching fails: replaced files, links, network folders. */
  readonly pollMs?: number
}

const DEFAULT_NAME = "default"

/** The keys that open the service. @throws KeyFileError when there is a file and it cannot be used. */
export function openApiKeys({ secretApiKey, keysFile, logger, pollMs = 1_000 }: ApiKeyOptions): ApiKeys {
  const own: NamedKey = { name: DEFAULT_NAME, digest: digestOf(Buffer.from(secretApiKey, "utf8")) }
  let keys = [own]
  /** What the file held when it was last read; undefined when it could not be. */
  let seen: string | undefined

  const load = (path: string, content: string): void => {
    const others = parseKeys(content, path)
    if (others.some(({ name }) => name === DEFAULT_NAME)) {
      throw new KeyFileError(`${path}: the name ${DEFAULT_NAME} belongs to SECRET_API_KEY`)
    }
    if (others.some(({ digest }) => digest.equals(own.digest))) throw new KeyFileError(`${path} repeats SECRET_API_KEY`)
    const rights = tooOpen(path)
    if (rights) logger.warn(`${path} has the rights ${rights}; others may read the keys (chmod 600 ${path})`)
    keys = [own, ...others]
  }

  const reload = (): void => {
    if (keysFile === undefined) return
    try {
      seen = undefined
      seen = readKeyFile(keysFile)
      load(keysFile, seen)
      logger.info(`API keys read again: ${keys.map(({ name }) => name).join(", ")}`)
    } catch (error) {
      if (!(error instanceof KeyFileError)) throw error
      logger.error(`API keys stay as they were. ${error.message}`)
    }
  }

  const lookAgain = (): void => {
    let content: string | undefined
    try {
      content = readKeyFile(keysFile ?? "")
    } catch (error) {
      if (!(error instanceof KeyFileError)) throw error
    }
    // An unreadable file is told about once, not at every look.
    if (content !== seen) reload()
  }

  let looking: NodeJS.Timeout | undefined
  if (keysFile !== undefined) {
    seen = readKeyFile(keysFile)
    load(keysFile, seen)
    looking = setInterval(lookAgain, pollMs).unref()
    process.on("SIGHUP", reload)
  }

  return {
    find: (presented) => find(keys, presented),
    reload,
    close() {
      clearInterval(looking)
      process.off("SIGHUP", reload)
    },
  }
}

function find(keys: readonly NamedKey[], presented: string | undefined): string | undefined {
  if (presented === undefined || presented === "") return undefined
  const digest = digestOf(Buffer.from(presented, "latin1"))
  let found: string | undefined
  // Every key is looked at, also behind the right one.
  for (const key of keys) if (timingSafeEqual(digest, key.digest)) found = key.name
  return found
}
