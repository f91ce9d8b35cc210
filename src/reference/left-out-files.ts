import { existsSync, readFileSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
import { z } from "zod"
import { projectFolder } from "./project-folder.js"

const leftOut = z.record(z.string(), z.string())

/**
 * The text of files that belong below a folder of the project and are not there, by their paths below it. npm puts no `.gitignore` and no
 * `.npmrc` into a package, hence the build keeps those of the reference in `dist/left-out.json`. In a checkout all are there.
 */
export function leftOutFiles(folder: string): [path: string, text: string][] {
  return [...keptFiles()].flatMap(([file, text]): [string, string][] => {
    const below = relative(folder, file)
    return below.startsWith(`..${sep}`) || existsSync(file) ? [] : [[below, text]]
  })
}

/** The text of one file that belongs to the project and is not there; undefined for any other. */
export function leftOutFile(file: string): string | undefined {
  return existsSync(file) ? undefined : keptFiles().get(file)
}

/** By their absolute paths, also those that are there. */
function keptFiles(): Map<string, string> {
  const root = dirname(projectFolder("reference-app"))
  const kept = join(root, "dist", "left-out.json")
  if (!existsSync(kept)) return new Map()
  const files = Object.entries(leftOut.parse(JSON.parse(readFileSync(kept, "utf8"))))
  return new Map(files.map(([file, text]) => [join(root, ...file.split("/")), text]))
}
