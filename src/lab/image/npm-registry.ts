import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { cached, type BuildOptions } from "./atomic-build.js"
import { hashOf } from "./hash.js"
import { fetchTarballs, npmCacheFolder, readProject } from "./npm-fetch.js"
import { lockedPackages, type LockedPackage } from "./npm-lock.js"
import { packument, tarballName } from "./packument.js"

/** Raised when the layout of the registry changes. */
const RECIPE = 1

export interface NpmRegistryOptions extends BuildOptions {
  /** Folders with package.json and package-lock.json: what they name, hosts must be able to install. */
  apps: readonly string[]
}

/**
 * A static npm registry for the hub, below /srv/registry/npm: for every package of the lock files a document with the locked versions, and
 * the files of those that this platform can use. Bytes and descriptions come from the lock files and npm's own cache alone.
 */
export async function npmRegistryLayer({ apps, ...options }: NpmRegistryOptions): Promise<string> {
  const projects = await Promise.all(apps.map(readProject))
  const packages = lockedPackages(projects.map(({ lock }) => lock))
  const folder = await cached({
    ...options,
    kind: "npm-registry",
    key: hashOf("npm-registry", RECIPE, process.platform, process.arch, packages),
    announcement: "Collecting the service's packages for the hub's registry (once for these lock files)",
    build: async (into) => {
      const root = join(into, "root/srv/registry/npm")
      const place = (entry: LockedPackage) => join(root, entry.name, "-", tarballName(entry))
      await mkdir(root, { recursive: true })
      await fetchTarballs({ projects, packages, place, cache: await npmCacheFolder(options.signal), ...options })
      for (const name of new Set(packages.map((entry) => entry.name))) {
        const versions = packages.filter((entry) => entry.name === name)
        const file = join(root, name, "packument.json")
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, `${JSON.stringify(packument(name, versions))}\n`)
      }
    },
  })
  return join(folder, "root")
}
