import { config as readDotEnv } from "dotenv"
import type { z } from "zod"

/** A setting is missing or unusable; the message names the variables and never repeats a value. */
export class SettingsError extends Error {
  override readonly name = "SettingsError"
}

/**
 * The settings that `schema` describes, from the process environment and from `.env` in the working directory.
 * A variable of the process environment wins over the same one in `.env`.
 * @throws SettingsError that names every variable that does not fit.
 */
export function readEnvironment<Schema extends z.ZodType>(schema: Schema): z.infer<Schema> {
  loadDotEnv()
  return parseEnvironment(schema, process.env)
}

/** Puts what `.env` says into the process environment, without replacing what is there. */
export function loadDotEnv(): void {
  readDotEnv({ quiet: true })
}

/** The same for given variables, without reading a file. */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: NodeJS.ProcessEnv,
): z.infer<Schema> {
  const result = schema.safeParse(variables)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => [...issue.path, issue.message].join(" "))
  throw new SettingsError(`${problems.join("; ")} (set it in the environment or in .env)`)
}
