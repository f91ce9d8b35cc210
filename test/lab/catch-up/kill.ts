import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { execa } from "execa"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))

/**
 * Starts `course` and kills it (SIGKILL) after a while, so that the connection is cut in the middle of whatever the hosts do.
 * @returns the line that it had said last, or `ended` when it was faster
 */
export async function killedAfter(delayMs: number, ...argv: string[]): Promise<string> {
  const child = execa(process.execPath, [RUN, ...argv], {
    reject: false,
    stdin: "ignore",
    env: { NO_COLOR: "1" },
    all: true,
  })
  let said = ""
  child.all.setEncoding("utf8").on("data", (text: string) => (said += text))
  const ended = await Promise.race([child.then(() => true), sleep(delayMs).then(() => false)])
  if (!ended) child.kill("SIGKILL")
  await child
  return ended ? "ended" : (said.trim().split("\n").at(-1) ?? "")
}
