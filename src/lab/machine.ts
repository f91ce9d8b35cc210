import { constants } from "node:fs"
import { access, readFile } from "node:fs/promises"
import { delimiter, join } from "node:path"

/** Whether this machine installs its packages with apt. */
export async function isDebianLike(): Promise<boolean> {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(await readFile("/etc/os-release", "utf8"))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false
    throw error
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Where a program is that can be run by its name; undefined when there is none. */
export async function onPath(program: string): Promise<string | undefined> {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"]
  for (const folder of folders) {
    const path = join(folder, program)
    try {
      await access(path, constants.X_OK)
      return path
    } catch {
      // Not here: the next folder may have it, and the answer is the function's result.
    }
  }
  return undefined
}
