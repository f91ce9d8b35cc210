import { pino, type DestinationStream, type Logger } from "pino"
import type { Config } from "../config.js"
import { hideSecrets } from "./secrets.js"

/** Lines are collected to this many bytes, but for no longer than FLUSH_MS: one write for many requests under load. */
const BUFFER_BYTES = 8 * 1024
const FLUSH_MS = 50
/** How long a crash waits for lines that are being written, so that its own comes behind them. */
const LAST_WRITE_MS = 500
/** Whoever reads the log may fall behind by this much. Beyond it lines are dropped, since memory would run out instead. */
const MOST_WAITING_BYTES = 16 * 1024 * 1024

/**
 * The service's log: one JSON object a line with timestamp (ISO 8601, UTC), level, logger and message; lines about a
 * request add request_id, method, path, status_code and duration_ms; an error passed as `err` becomes `exception`, its
 * stack as one text. Neither the API key nor the database's password can appear, wherever they came from.
 * @param destination takes the lines; standard output if left out, buffered, and flushed when the process exits.
 */
export function createLogger(
  config: Pick<Config, "logLevel" | "apiKey" | "databaseUrl">,
  destination?: DestinationStream,
): Logger {
  const options = {
    level: config.logLevel,
    base: { logger: "pixelwise" },
    messageKey: "message",
    timestamp: isoTimestamp(),
    formatters: { level: (level: string) => ({ level }), log: withException },
    hooks: { streamWrite: hideSecrets([config.apiKey, passwordOf(config.databaseUrl)]) },
  }
  return destination ? pino(options, destination) : toStandardOutput(options)
}

/** Logs what nobody caught, with its stack, and ends the process as Node does: with 1, after the log is written. */
export function logCrashes(logger: Logger): void {
  process.on("uncaughtException", (error, origin) => {
    const end = (): void => {
      logger.fatal(
        { err: error },
        `stopped by an ${origin === "uncaughtException" ? "exception" : "unhandled rejection"}`,
      )
      process.exit(1)
    }
    // A write that is under way would overtake the last line, or be overtaken by it.
    logger.flush(end)
    setTimeout(end, LAST_WRITE_MS)
  })
}

function toStandardOutput(options: pino.LoggerOptions): Logger {
  const output = pino.destination({
    dest: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    maxLength: MOST_WAITING_BYTES,
    periodicFlush: FLUSH_MS,
  })
  const logger = pino(options, output)
  let dropped = 0
  output.on("drop", () => dropped++)
  output.on("drain", () => {
    if (dropped === 0) return
    const lines = dropped
    dropped = 0
    logger.warn(`${lines} log lines were dropped because nobody read them in time`)
  })
  return logger
}

/** `,"timestamp":"2026-01-31T12:00:00.000Z"`, made once a millisecond: under load many lines share one. */
function isoTimestamp(): () => string {
  let last = 0
  let text = ""
  return () => {
    const now = Date.now()
    if (now !== last) {
      last = now
      text = `,"timestamp":"${new Date(now).toISOString()}"`
    }
    return text
  }
}

function withException(fields: Record<string, unknown>): Record<string, unknown> {
  if (fields.err === undefined) return fields
  const { err, ...others } = fields
  return { ...others, exception: describe(err) }
}

/** The stack of an error and of those that caused it. */
function describe(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause === undefined || depth === 4 ? own : `${own}\ncaused by: ${describe(error.cause, depth + 1)}`
}

function passwordOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return ""
  const { password } = new URL(databaseUrl)
  try {
    return decodeURIComponent(password)
  } catch {
    // A lone percent sign: it stands for itself.
    return password
  }
}
