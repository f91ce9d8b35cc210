import { readdir } from "node:fs/promises"
import path from "node:path"

/** Where Debian and Ubuntu keep the programs of every version of the server; they are not on the path. */
const VERSIONS = "/usr/lib/postgresql"

/** Where the programs of the newest installed PostgreSQL server are; undefined where there is none. */
export async function postgresPrograms(root = VERSIONS): Promise<string | undefined> {
  const [newest] = (await foldersOf(root)).filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a))
  return newest === undefined ? undefined : path.join(root, newest, "bin")
}

async function foldersOf(root: string): Promise<string[]> {
  try {
    return await readdir(root)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}
