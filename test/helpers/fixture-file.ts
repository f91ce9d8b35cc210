import { mkdir, readFile, readdir, writeFile } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { context } from "../../src/engine/context.js"
import { observation } from "../../src/engine/observation.js"
import type { Recording } from "../../src/engine/recording.js"
import type { CheckResult } from "../../src/engine/report.js"

const FOLDER = fileURLToPath(new URL("../fixtures/observations", import.meta.url))

/** What one check observed on a real host, and what it has to say to it. */
export const checkFixture = z.object({
  check: z.string(),
  status: z.enum(["pass", "fail"]),
  message: z.string().optional(),
  context,
  observations: z.record(z.string(), observation).describe("By probe name."),
})
export type CheckFixture = z.infer<typeof checkFixture>

/** All fixtures, with their file names. */
export async function readFixtures(): Promise<{ file: string; fixture: CheckFixture }[]> {
  const files = await readdir(FOLDER, { recursive: true })
  return await Promise.all(
    files
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map(async (file) => ({
        file,
        fixture: checkFixture.parse(JSON.parse(await readFile(path.join(FOLDER, file), "utf8"))),
      })),
  )
}

/** Keeps what a run observed for one check; `name` says in which state, such as `pass.python` or `fail.unit-stopped`. */
export async function writeFixture(recorded: Recording, result: CheckResult, name: string): Promise<void> {
  const planned = recorded.checks.find(({ id }) => id === result.id)
  if (!planned || (result.status !== "pass" && result.status !== "fail")) throw new Error(`${result.id} was not judged`)
  const observations = Object.fromEntries(
    Object.entries(planned.probes).flatMap(([probe, key]) => {
      const seen = recorded.observations[key]?.observation
      return seen ? [[probe, "durationMs" in seen ? { ...seen, durationMs: 0 } : seen]] : []
    }),
  )
  const fixture: CheckFixture = {
    check: result.id,
    status: result.status,
    ...(result.message === undefined ? {} : { message: result.message }),
    context: recorded.context,
    observations,
  }
  const folder = path.join(FOLDER, result.block, result.id)
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(fixture, null, 1)}\n`)
}
