import { createHash } from "node:crypto"

/** A short key for whatever a cache entry is made from. */
export function hashOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16)
}
