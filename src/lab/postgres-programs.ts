import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import path from "node:path"

/** Where Debian and Ubuntu keep the programs of every version; they are not on the path. */
const VERSIONS = "/usr/lib/postgresql"

/** Where the programs of the newest installed PostgreSQL server are; undefined where there is none. */
export async function postgresPrograms(root = VERSIONS): Promise<string | undefined> {
  const versions = (await foldersOf(root)).filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))
  // The packages of the client alone have such folders too.
  return versions.map((name) => path.join(root, name, "bin")).find((bin) => existsSync(path.join(bin, "initdb")))
}

async function foldersOf(root: string): Promise<string[]> {
  try {
    return await readdir(root)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}
