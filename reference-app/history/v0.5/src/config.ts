import { z } from "zod"
import { parseEnvironment, readEnvironment } from "./environment.js"

const required = z.string("is missing").min(1, "is empty")

const databaseVariables = { DATABASE_URL: required, DB_PASSWORD: z.string().default("") }

const schema = z
  .object({
    SECRET_API_KEY: required.regex(/^\S(.*\S)?$/, "begins or ends with a blank, which no header can carry"),
    DEBUG: z.string().default("false"),
    MODEL_VERSION: required.regex(/^v\d+(\.\d+)*$/, "is not a release such as v1.0"),
    ...databaseVariables,
    HOST: z.string().min(1, "is empty").default("0.0.0.0"),
    PORT: z.coerce
      .number("is not a port")
      .int("is not a port")
      .min(1, "is not a port")
      .max(65535, "is not a port")
      .default(8000),
  })
  .transform((variables) => ({
    apiKey: variables.SECRET_API_KEY,
    /** Only "true" opens the documentation pages. */
    debug: variables.DEBUG.toLowerCase() === "true",
    /** The release v1.0 is spoken of as v1 in answers and rows. */
    modelVersion: variables.MODEL_VERSION.split(".")[0]!,
    databaseUrl: databaseUrl(variables.DATABASE_URL, variables.DB_PASSWORD),
    host: variables.HOST,
    port: variables.PORT,
  }))

/** The settings of the service, read once at start and never changed. */
export type Config = Readonly<z.output<typeof schema>>

/**
 * Reads the settings from the process environment and `.env`.
 * @throws SettingsError when one is missing or unusable: the service must not run without a key or a database.
 */
export function readConfig(): Config {
  return Object.freeze(readEnvironment(schema))
}

/** Only the database's address, for tools that need no key. */
export function readDatabaseUrl(): string {
  const variables = readEnvironment(z.object(databaseVariables))
  return databaseUrl(variables.DATABASE_URL, variables.DB_PASSWORD)
}

/** The same from given variables, for tests and tools. */
export function parseConfig(variables: NodeJS.ProcessEnv): Config {
  return Object.freeze(parseEnvironment(schema, variables))
}

/**
 * Puts the password into the URL when it names none. Neither systemd nor `node --env-file` expands `${DB_PASSWORD}`
 * inside `.env`, and a password with special characters would have to be percent-encoded there by hand.
 */
export function databaseUrl(url: string, password: string): string {
  const filled = url.replaceAll(/\$\{DB_PASSWORD\}|\$DB_PASSWORD\b/g, () => encodeURIComponent(password))
  if (!URL.canParse(filled)) return filled
  const parsed = new URL(filled)
  if (parsed.username && !parsed.password && password) parsed.password = encodeURIComponent(password)
  return parsed.href
}
