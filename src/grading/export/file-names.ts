import { createHash } from "node:crypto"

/** Ids that are file names everywhere: no capitals, since some file systems do not tell them apart. */
const PLAIN = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/
/** Windows keeps these for devices, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/

/**
 * A file name for each id, without ending: the id itself where it can be one, otherwise what of it can be read and a hash. No two ids
 * share a name, and none leads out of a folder.
 */
export function fileNames(ids: readonly string[]): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const id of ids) {
    if (names.has(id)) continue
    const name = [fileName(id, 16), fileName(id, 64)].find((each) => !taken.has(each))
    // The names of plain ids hold no tilde, and a whole SHA-256 is no other id's.
    if (name === undefined) throw new Error(`two students share the file name of ${JSON.stringify(id)}`)
    names.set(id, name)
    taken.add(name)
  }
  return names
}

function fileName(id: string, digits: number): string {
  if (PLAIN.test(id) && !RESERVED.test(id) && !id.includes("..")) return id
  const readable = id
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "")
  const hash = createHash("sha256").update(id, "utf16le").digest("hex").slice(0, digits)
  return `${readable || "student"}~${hash}`
}
