import { z } from "zod"
import { parseEnvironment, readEnvironment } from "./environment.js"

const required = z.string("is missing").min(1, "is empty")

const schema = z
  .object({
    SECRET_API_KEY: required.regex(/^\S(.*\S)?$/, "begins or ends with a blank, which no header can carry"),
    DEBUG: z.string().default("false"),
    MODEL_VERSION: required.regex(/^v\d+(\.\d+)*$/, "is not a release such as v1.0"),
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
    host: variables.HOST,
    port: variables.PORT,
  }))

/** The settings of the service, read once at start and never changed. */
export type Config = Readonly<z.output<typeof schema>>

/**
 * Reads the settings from the process environment and `.env`.
 * @throws SettingsError when one is missing or unusable: the service must not run without a key.
 */
export function readConfig(): Config {
  return Object.freeze(readEnvironment(schema))
}

/** The same from given variables, for tests and tools. */
export function parseConfig(variables: NodeJS.ProcessEnv): Config {
  return Object.freeze(parseEnvironment(schema, variables))
}
