import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import path from "node:path"
import type { Finding } from "./finding.js"

const MARK = "SCAFFOLD"
const FOLDERS = ["checks", "test/checks", "test/mutants", "test/fixtures/observations"]

/** What `course new check` left for the author to think of. */
export async function scaffoldFindings(root: string): Promise<Finding[]> {
  const files = (await Promise.all(FOLDERS.map((folder) => filesBelow(root, folder)))).flat()
  const found = await Promise.all(
    files.map(async (file) => ((await readFile(path.join(root, file), "utf8")).includes(MARK) ? [file] : [])),
  )
  return found.flat().map((file) => ({
    rule: "scaffold-left",
    message: file.endsWith(".json")
      ? "This observation was made up. Record one on a real host and delete this file."
      : `There are things left to think of, marked ${MARK}.`,
    file,
  }))
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  if (!existsSync(path.join(root, folder))) return []
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}
