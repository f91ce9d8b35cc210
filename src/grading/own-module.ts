import { createRequire } from "node:module"
import { fileURLToPath, pathToFileURL } from "node:url"

/**
 * The arguments with which Node runs a module of course as a program of its own: of the build, or of the sources by their loader.
 * @param from the `import.meta.url` of the one who asks
 * @param name beside it, without an ending
 */
export function ownModule(from: string, name: string): string[] {
  const extension = from.endsWith(".ts") ? "ts" : "js"
  const loader = extension === "ts" ? ["--import", pathToFileURL(createRequire(from).resolve("tsx")).href] : []
  return ["--no-warnings", ...loader, fileURLToPath(new URL(`./${name}.${extension}`, from))]
}
