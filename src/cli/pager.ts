import { spawn } from "node:child_process"
import { once } from "node:events"
import path from "node:path"

export interface PageOptions {
  /** Where to open, counted from 0. */
  line?: number
  /** Print everything at once. */
  direct?: boolean
  env?: NodeJS.ProcessEnv
  /** Hears when the person's own pager fails. */
  warn: (message: string) => void
}

/** Shows lines page by page when a person looks on and they are more than fit; prints them otherwise. */
export async function showPages(lines: readonly string[], options: PageOptions): Promise<void> {
  const { stdout } = process
  const pager = pagerOf(options.env ?? process.env)
  const text = `${lines.join("\n")}\n`
  const fits = lines.length < (stdout.rows || 24)
  if (options.direct || !stdout.isTTY || fits || !pager || !(await paged(text, pager, options))) stdout.write(text)
}

/** The words of `$PAGER`, `less` where it is not set; undefined where the person wants none. */
export function pagerOf(env: NodeJS.ProcessEnv): string[] | undefined {
  const words = (env["PAGER"] ?? "less").trim().split(/\s+/)
  return words[0] === "" || words[0] === "cat" ? undefined : words
}

/** The command line that opens at a line, with colours shown. */
export function pagerArguments([command = "", ...args]: readonly string[], line: number | undefined): string[] {
  if (path.basename(command).replace(/\.exe$/i, "") !== "less") return args
  return [...args, "-R", ...(line ? [`+${line + 1}g`] : [])]
}

/** @returns whether the pager ran; where it does not exist, the text is still to be shown */
async function paged(text: string, words: readonly string[], { line, warn, env }: PageOptions): Promise<boolean> {
  const [command = ""] = words
  const child = spawn(command, pagerArguments(words, line), { stdio: ["pipe", "inherit", "inherit"], env })
  // Ctrl-C belongs to the pager, which stops what it is doing and goes on showing.
  const ignore = (): void => undefined
  process.on("SIGINT", ignore)
  try {
    // Who leaves before the end has not read everything.
    child.stdin.on("error", ignore)
    child.stdin.end(text)
    const [code] = (await once(child, "close")) as [number | null]
    if (code !== 0 && code !== null) warn(`The pager ${command} ended with ${code}. --no-pager prints without it.`)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
    throw error
  } finally {
    process.off("SIGINT", ignore)
  }
}
