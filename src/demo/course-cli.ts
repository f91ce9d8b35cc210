import { fileURLToPath } from "node:url"
import { execa } from "execa"
import type { Teller } from "./teller.js"

/** The real command line, as a person would use it. */
export interface CourseCli {
  /** Runs a command before the audience. Returns its exit code. */
  show(words: readonly string[]): Promise<number>
  /** Runs a command out of sight. Returns its exit code and what it printed. */
  run(words: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>
}

export function courseCli({ teller, signal }: { teller: Teller; signal?: AbortSignal }): CourseCli {
  const program = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))
  return {
    show: async (words) => {
      signal?.throwIfAborted()
      teller.command(`course ${words.map(shown).join(" ")}`)
      const { exitCode } = await execa(process.execPath, [program, ...words], { stdio: "inherit", reject: false })
      signal?.throwIfAborted()
      return exitCode ?? -1
    },
    run: async (words) => {
      signal?.throwIfAborted()
      const result = await execa(process.execPath, [program, ...words], { stdin: "ignore", reject: false })
      signal?.throwIfAborted()
      return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr }
    },
  }
}

/** As it would be typed. */
function shown(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
