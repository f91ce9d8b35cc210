import { existsSync } from "node:fs"
import { dirname, join, resolve } from "node:path"

/** The name of the file that tells where the hosts are. */
export const INVENTORY_NAME = "course.yaml"

/** Looks for course.yaml in a folder and those above it. */
export function findInventory(startDir: string): string | undefined {
  for (let folder = resolve(startDir); ; folder = dirname(folder)) {
    const path = join(folder, INVENTORY_NAME)
    if (existsSync(path)) return path
    if (dirname(folder) === folder) return undefined
  }
}
