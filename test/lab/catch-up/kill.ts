import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { execa } from "execa"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))

/**
 * Starts `course` and kills it (SIGKILL) some time after it has said `word`, so that the connection is cut in the middle of whatever the
 * hosts do. A slow machine takes long until there is something to cut: hence not some time after the start.
 * @returns the line that it had said last, or `ended` when it was faster
 */
export async function killedAfter(word: RegExp, delayMs: number, ...argv: string[]): Promise<string> {
  const child = execa(process.execPath, [RUN, ...argv], {
    ...{ reject: false, stdin: "ignore", all: true, env: { NO_COLOR: "1" } },
  })
  let said = ""
  const heard = new Promise<boolean>((resolve) => {
    child.all.setEncoding("utf8").on("data", (text: string) => {
      said += text
      if (word.test(said)) resolve(true)
    })
  })
  const over = child.then(() => false)
  const ended = !(await Promise.race([heard, over])) || !(await Promise.race([sleep(delayMs).then(() => true), over]))
  if (!ended) child.kill("SIGKILL")
  await child
  return ended ? "ended" : (said.trim().split("\n").at(-1) ?? "")
}
