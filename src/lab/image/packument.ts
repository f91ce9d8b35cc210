import { NPM_REGISTRY } from "../spec.js"
import type { LockedPackage } from "./npm-lock.js"

/** The document that a registry answers for the name of a package. The newest version that is there counts as the latest. */
export function packument(name: string, versions: readonly LockedPackage[]) {
  const sorted = versions.toSorted((a, b) => compareVersions(a.version, b.version))
  return {
    name,
    "dist-tags": { latest: sorted.at(-1)?.version },
    versions: Object.fromEntries(sorted.map((entry) => [entry.version, description(entry)])),
  }
}

/** The name of the file that holds a version, as registries name it: without the scope. */
export function tarballName({ name, version }: LockedPackage): string {
  return `${name.replace(/^@[^/]+\//, "")}-${version}.tgz`
}

function description(entry: LockedPackage) {
  const { name, version, integrity, manifest } = entry
  return { ...manifest, name, version, dist: { integrity, tarball: `${NPM_REGISTRY}${name}/-/${tarballName(entry)}` } }
}

/** By numbers; a release comes after its own pre-releases. */
function compareVersions(a: string, b: string): number {
  const [releaseA = "", preA] = a.split(/-(.*)/s)
  const [releaseB = "", preB] = b.split(/-(.*)/s)
  const byRelease = releaseA.localeCompare(releaseB, "en", { numeric: true })
  if (byRelease !== 0 || preA === preB) return byRelease
  if (preA === undefined || preB === undefined) return preA === undefined ? 1 : -1
  return preA.localeCompare(preB, "en", { numeric: true })
}
