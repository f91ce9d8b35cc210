import { existsSync, readFileSync, statSync } from "node:fs"
import { join, normalize } from "node:path"
import { leftOutFile } from "./left-out-files.js"
import { projectFolder } from "./project-folder.js"
import { BESIDE_THE_SERVICE, FINISHED, pythonTrees, TREE_FILE, treeOf, type Track } from "./trees.js"

/** The text of a file of the reference at a tag; undefined where the tag, or the file at it, does not exist. Lays out nothing. */
export function fileAtTag(track: Track, tag: string, path: string): string | undefined {
  const inside = normalize(path)
  if (inside.startsWith("..") || inside.startsWith("/") || !/^v\d+\.\d+$/.test(tag)) return undefined
  return track === "python" ? read(join(pythonTrees(), tag, inside)) : typescriptFile(tag, inside)
}

function typescriptFile(tag: string, path: string): string | undefined {
  const app = projectFolder("reference-app")
  if (tag === FINISHED)
    return BESIDE_THE_SERVICE.some((name) => isWithin(path, name)) ? undefined : read(join(app, path))
  const folder = join(app, "history", tag)
  if (!existsSync(folder) || path === TREE_FILE) return undefined
  const tree = treeOf(folder)
  if (tree?.absent.some((name) => isWithin(path, name))) return undefined
  return read(join(folder, path)) ?? (tree && typescriptFile(tree.extends, path))
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function read(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : leftOutFile(file)
}
