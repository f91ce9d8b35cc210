import { readFileSync } from "node:fs"
import { z } from "zod"

/** Which code this is. */
export interface BuildInfo {
  /** As in package.json. */
  readonly version: string
  /** The commit that was built; "unknown" when nobody built it, or outside a Git checkout. */
  readonly commit: string
  readonly builtAt: string | null
}

const Package = z.object({ version: z.string() })
const Build = z.object({ commit: z.string(), builtAt: z.iso.datetime() })

/** Reads what `npm run build` wrote beside the compiled code. */
export function readBuildInfo(): BuildInfo {
  const { version } = Package.parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")))
  const file = new URL("./build-info.json", import.meta.url)
  const text = readIfThere(file)
  return { version, ...(text === undefined ? { commit: "unknown", builtAt: null } : Build.parse(JSON.parse(text))) }
}

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}
