import { fileURLToPath } from "node:url"
import { execa } from "execa"
import { recording, type Recording } from "../../src/engine/recording.js"
import { report, type Report } from "../../src/engine/report.js"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"

const RUN = fileURLToPath(new URL("../../bin/run.js", import.meta.url))

let home: string | undefined

/** The home folder that stands in for the laptop's, with what a test put there; undefined while it is the person's own. */
export function laptopHome(): string | undefined {
  return home
}

/** Lets `course` run with another home folder from now on: its laptop checks then find what a test put there. */
export function useLaptopHome(folder: string | undefined): void {
  home = folder
}

/** Runs the compiled command line as a person does. Never throws for an exit code. */
export async function course(
  argv: readonly string[],
  { timeoutMs = 300_000 } = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [RUN, ...argv], {
    reject: false,
    stdin: "ignore",
    timeout: timeoutMs,
    env: { NO_COLOR: "1", ...(home !== undefined && { HOME: home }) },
  })
  return { exitCode: exitCode ?? -1, stdout, stderr }
}

/** `course check` against a lab, with the report and all observations. */
export async function checkLab(
  lab: string,
  argv: readonly string[],
  options: { timeoutMs?: number } = {},
): Promise<{ exitCode: number; report: Report; recording: Recording }> {
  const folder = await mkdtemp(path.join(tmpdir(), "course-check-"))
  try {
    const file = path.join(folder, "recording.json")
    const { exitCode, stdout, stderr } = await course(
      ["check", ...argv, `--lab=${lab}`, "--json", "--record", file],
      options,
    )
    try {
      return {
        exitCode,
        report: report.parse(JSON.parse(stdout)),
        recording: recording.parse(JSON.parse(await readFile(file, "utf8"))),
      }
    } catch (error) {
      throw new Error(
        `course check ${argv.join(" ")} ended with ${exitCode} and no report:\n${stderr}\n${stdout.slice(0, 2000)}`,
        { cause: error },
      )
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
