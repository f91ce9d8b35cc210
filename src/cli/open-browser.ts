import { spawn } from "node:child_process"

export interface Surroundings {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
}

/** The program that shows an address in the person's browser; undefined where there is no screen to show it on. */
export function browserCommand(
  url: string,
  { env, platform }: Surroundings = process,
): readonly [program: string, ...args: string[]] | undefined {
  if (platform === "darwin") return ["open", url]
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url]
  return env["DISPLAY"] || env["WAYLAND_DISPLAY"] ? ["xdg-open", url] : undefined
}

/** Starts it and waits for nothing but that it starts. False where it does not, or where there is no screen. */
export async function openBrowser(url: string, surroundings: Surroundings = process): Promise<boolean> {
  const [program, ...args] = browserCommand(url, surroundings) ?? []
  if (program === undefined) return false
  // A browser may stay the child of what opened it, and has to outlive this command.
  const child = spawn(program, args, { stdio: "ignore", detached: true, env: surroundings.env })
  return await new Promise((resolve) => {
    child.once("error", () => resolve(false))
    child.once("spawn", () => {
      child.unref()
      resolve(true)
    })
  })
}
