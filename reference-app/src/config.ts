import { z } from "zod"
import { parseEnvironment, readEnvironment, SettingsError } from "./environment.js"
import { parseAddresses } from "./guard/addresses.js"
import { METRICS_ALLOW_DEFAULT } from "./guard/metrics-access.js"
import { parseModelFlag } from "./inference/model-flag.js"

const required = z.string("is missing").min(1, "is empty")
const password = z.string().default("")

/** "true" and "on" switch on, in any case; what is neither yes nor no is a mistake worth telling. */
const flag = z
  .string()
  .toLowerCase()
  .default("off")
  .refine((text) => ["true", "on", "false", "off", ""].includes(text), "is neither on nor off")
  .transform((text) => text === "true" || text === "on")

const count = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "is not a number of requests per minute (0 switches the limit off)")
    .default(String(fallback))
    .transform(Number)

const port = z
  .string()
  .default("8000")
  .transform((text) => (/^\d+$/.test(text) ? Number(text) : 0))
  .refine((number) => number >= 1 && number <= 65_535, "is not a port")

/** nginx runs on the same machine. */
const TRUST_PROXY_DEFAULT = "loopback"

const optional = z.string().min(1, "is empty").optional()

/** Each variable by itself. */
const variables = z.object({
  SECRET_API_KEY: required.regex(/^\S(.*\S)?$/, "begins or ends with a blank, which no header can carry"),
  API_KEYS_FILE: optional,
  DEBUG: z.string().default("false"),
  MODEL_PATH: required,
  MODEL_VERSION: required.regex(/^v\d+(\.\d+)*$/, "is not a release such as v1.0"),
  MODEL_FLAG: z.string().optional(),
  PERSISTENCE: z.enum(["strict", "best-effort", "none"], "is none of strict, best-effort and none").default("strict"),
  DATABASE_URL: z.string().default(""),
  DB_PASSWORD: password,
  SPOOL_DIR: optional,
  HOST: z.string().min(1, "is empty").default("127.0.0.1"),
  PORT: port,
  TRUST_PROXY: z.string().min(1, "is empty").default(TRUST_PROXY_DEFAULT),
  RATE_LIMIT_CLASSIFY: count(30),
  RATE_LIMIT_GENERAL: count(100),
  METRICS_ALLOW: z.string().min(1, "is empty").default(METRICS_ALLOW_DEFAULT),
  FRONTEND: flag,
  BROWSER_KEY: flag,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "is none of debug, info, warn and error").default("info"),
})

/** What they must be together. Checked beside the above and not after it, so that every problem is told at once. */
const together = z.looseObject({}).transform((given: Readonly<Record<string, unknown>>, context) => {
  const complain = (name: string, message: string): void => context.addIssue({ code: "custom", path: [name], message })
  const attempt = (parse: () => unknown): void => {
    try {
      parse()
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      context.addIssue({ code: "custom", path: [], message: error.message })
    }
  }
  const text = (name: string): string | undefined => (given[name] ? String(given[name]) : undefined)
  const { DATABASE_URL, PERSISTENCE, SPOOL_DIR } = given
  if (PERSISTENCE !== "none" && !DATABASE_URL) complain("DATABASE_URL", DATABASE_URL === "" ? "is empty" : "is missing")
  if (PERSISTENCE === "best-effort" && !SPOOL_DIR) complain("SPOOL_DIR", "is missing, but PERSISTENCE is best-effort")
  attempt(() => parseModelFlag(text("MODEL_FLAG"), text("MODEL_VERSION") ?? ""))
  attempt(() => parseAddresses("TRUST_PROXY", text("TRUST_PROXY") ?? TRUST_PROXY_DEFAULT))
  attempt(() => parseAddresses("METRICS_ALLOW", text("METRICS_ALLOW") ?? METRICS_ALLOW_DEFAULT))
  return {}
})

const schema = z.intersection(variables, together).transform((given) => ({
  apiKey: given.SECRET_API_KEY,
  keysFile: given.API_KEYS_FILE,
  /** Only "true" opens the documentation pages. */
  debug: given.DEBUG.toLowerCase() === "true",
  modelPath: given.MODEL_PATH,
  /** The release v1.0 is spoken of as v1 in answers and rows. */
  modelVersion: given.MODEL_VERSION.split(".")[0]!,
  modelFlag: parseModelFlag(given.MODEL_FLAG, given.MODEL_VERSION),
  persistence: given.PERSISTENCE,
  /** Empty with PERSISTENCE=none, where nothing reads it. */
  databaseUrl: databaseUrl(given.DATABASE_URL, given.DB_PASSWORD),
  ...(given.SPOOL_DIR !== undefined && { spoolDir: given.SPOOL_DIR }),
  host: given.HOST,
  port: given.PORT,
  trustProxy: given.TRUST_PROXY,
  classifyPerMinute: given.RATE_LIMIT_CLASSIFY,
  generalPerMinute: given.RATE_LIMIT_GENERAL,
  metricsAllow: given.METRICS_ALLOW,
  frontend: given.FRONTEND,
  browserKey: given.BROWSER_KEY,
  logLevel: given.LOG_LEVEL,
}))

/** The settings of the service, read once at start and never changed. */
export type Config = Readonly<z.output<typeof schema>>

/**
 * Reads the settings from the process environment and `.env`.
 * @throws SettingsError that names every one that is missing or unusable: the service must not run without a key, and
 * without a database only if it was told to.
 */
export function readConfig(): Config {
  return Object.freeze(readEnvironment(schema))
}

/** The same from given variables, for tests and tools. */
export function parseConfig(given: NodeJS.ProcessEnv): Config {
  return Object.freeze(parseEnvironment(schema, given))
}

/** Only the database's address, for tools that need no key. */
export function readDatabaseUrl(): string {
  const given = readEnvironment(z.object({ DATABASE_URL: required, DB_PASSWORD: password }))
  return databaseUrl(given.DATABASE_URL, given.DB_PASSWORD)
}

/**
 * Puts the password into the URL when it names none. Neither systemd nor `node --env-file` expands `${DB_PASSWORD}`
 * inside `.env`, and a password with special characters would have to be percent-encoded there by hand.
 */
export function databaseUrl(url: string, password: string): string {
  const filled = url.replaceAll(/\$\{DB_PASSWORD\}|\$DB_PASSWORD\b/g, () => encodeURIComponent(password))
  if (filled.startsWith("pglite:") || !URL.canParse(filled)) return filled
  const parsed = new URL(filled)
  if (parsed.username && !parsed.password && password) parsed.password = encodeURIComponent(password)
  return parsed.href
}
