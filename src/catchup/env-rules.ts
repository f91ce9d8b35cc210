import type { ExampleKey } from "./env-example.js"
import type { CatchUpRole } from "./targets.js"

/** How a key gets its value where it has none of its own. Secrets are made on the host and never leave it. */
export type EnvSource = { kind: "text"; value: string } | { kind: "secret"; bytes: number }

/** What a catch-up does about one key of `.env`. */
export interface EnvRule {
  name: string
  comment: readonly string[]
  source: EnvSource
  /** Values that count as not filled in: the example's own where it is only a placeholder. An empty one always does. */
  placeholders: readonly string[]
}

const SECRETS: Readonly<Record<string, number>> = { SECRET_API_KEY: 32, DB_PASSWORD: 16 }

/**
 * The rules by which `.env` is completed: what is there stays; a key that is missing, empty or still the placeholder is filled in.
 * DEBUG is a placeholder on prod while it is what the example says: that file was written for dev.
 */
export function envRules(
  keys: readonly ExampleKey[],
  role: CatchUpRole,
  { modelRepo }: { modelRepo: string },
): EnvRule[] {
  return keys.map(({ name, value, comment }): EnvRule => {
    const bytes = SECRETS[name]
    if (bytes !== undefined)
      return { name, comment, source: { kind: "secret", bytes }, placeholders: value === "" ? [] : [value] }
    if (name === "DEBUG") {
      const wanted = role === "dev" ? "true" : "false"
      return { name, comment, source: text(wanted), placeholders: role === "prod" ? [value] : [] }
    }
    if (name === "MODEL_REPO") return { name, comment, source: text(modelRepo || value), placeholders: [] }
    return { name, comment, source: text(value), placeholders: [] }
  })
}

function text(value: string): EnvSource {
  return { kind: "text", value }
}
