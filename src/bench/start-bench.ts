import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { compare, timeCommand } from "./measure.js"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))
const ROUNDS = 15

/** Medians in milliseconds. */
export interface StartBench {
  node: number
  help: number
  where: number
}

/** How long `course --help` and `course` alone take, beside a Node.js that does nothing. */
export async function benchStart(): Promise<StartBench> {
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-"))
  try {
    await mkdir(path.join(folder, ".course"))
    await writeFile(path.join(folder, "course.yaml"), "hosts: {}\n")
    const place = { step: "2.1.3", at: "2026-03-02T09:00:00.000Z" }
    const progress = { version: 1, place, checks: {}, steps: {}, hints: [] }
    await writeFile(path.join(folder, ".course", "progress.json"), JSON.stringify(progress))
    const node = (...argv: string[]) => timeCommand(process.execPath, argv, { cwd: folder })
    return await compare(
      { node: () => node("-e", "0"), help: () => node(RUN, "--help"), where: () => node(RUN) },
      ROUNDS,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function startTable({ node, help, where }: StartBench): string {
  const ms = (value: number): string => `${value.toFixed(0)} ms`.padStart(8)
  return `
start-up, medians of ${ROUNDS} rounds

  node -e 0      ${ms(node)}
  course --help  ${ms(help)}   beyond node ${ms(help - node)}   (aim: 200 ms)
  course         ${ms(where)}   beyond node ${ms(where - node)}   (aim: 200 ms)
`
}
