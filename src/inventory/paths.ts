import { homedir } from "node:os"
import { isAbsolute, join, resolve } from "node:path"

/** A path as a person writes it: `~` is the home folder, and what is relative belongs to `base`. */
export function expandPath(path: string, base: string, home = homedir()): string {
  if (path === "~") return home
  if (path.startsWith("~/")) return join(home, path.slice(2))
  return isAbsolute(path) ? path : resolve(base, path)
}
