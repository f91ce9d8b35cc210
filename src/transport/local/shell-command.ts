import { userInfo } from "node:os"

/** The interactive shell of the person who runs course. */
export function ownShell(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return "powershell.exe"
  return env["SHELL"] || accountShell() || "/bin/sh"
}

/** The shell of the account; an account that is in no list has none. */
function accountShell(): string | undefined {
  try {
    return userInfo().shell ?? undefined
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SYSTEM_ERROR") return undefined
    throw error
  }
}
