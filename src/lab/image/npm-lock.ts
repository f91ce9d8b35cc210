import { z } from "zod"

/** What npm writes about a package in a lock file of version 3; the rest of an entry is passed on as it is. */
const LockEntry = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  optional: z.boolean().optional(),
})
const Lock = z.looseObject({ lockfileVersion: z.literal(3), packages: z.record(z.string(), LockEntry) })

/** One version of a package of the registry. */
export interface LockedPackage {
  name: string
  version: string
  /** Hash of the package's file, as in the lock file: `sha512-...`. */
  integrity: string
  /** Some project cannot do without it. */
  required: boolean
  /** The fields of a package.json that a lock file repeats: dependencies, bin, engines, os, cpu ... */
  manifest: Record<string, unknown>
}

/** Fields of a lock entry that say how one project uses a package. */
const OF_THE_PROJECT = new Set(["name", "version", "integrity", "resolved", "dev", "optional", "devOptional", "peer"])

/** Every package of the lock files once, in the order of names and versions. */
export function lockedPackages(locks: readonly string[]): LockedPackage[] {
  const found = new Map<string, LockedPackage>()
  for (const text of locks) {
    for (const [path, entry] of Object.entries(Lock.parse(JSON.parse(text)).packages)) {
      const { version, integrity } = entry
      const name = entry.name ?? /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1]
      // The project itself, folders of a workspace, and what travels inside another package's file.
      if (name === undefined || version === undefined || integrity === undefined) continue
      if (entry.link === true || entry.inBundle === true) continue
      const manifest = Object.fromEntries(Object.entries(entry).filter(([field]) => !OF_THE_PROJECT.has(field)))
      const key = `${name}@${version}`
      const required = entry.optional !== true || found.get(key)?.required === true
      found.set(key, { name, version, integrity, required, manifest })
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}
