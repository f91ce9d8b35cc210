import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openGradebook } from "../../src/grading/gradebook/open.js"

const PROGRAM = fileURLToPath(new URL("../../dist/src/bench/class/grade-simulated.js", import.meta.url))
const STUDENTS = 30
const KILLS = 20
/** A life ends after at most so many events of the class, wherever in the work that is. */
const LONGEST_LIFE = 600

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-grade-kill-"))
})
afterAll(async () => await rm(folder, { recursive: true, force: true }))

/** Grades until the end, or until it is killed after `events` events. @returns the exit code; undefined when it was killed */
async function grade(
  home: string,
  { resume, events }: { resume: boolean; events?: number },
): Promise<number | undefined> {
  const child = spawn(process.execPath, [PROGRAM, home, String(STUDENTS), ...(resume ? ["resume"] : [])], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const over = once(child, "exit") as Promise<[number | null, string | null]>
  let seen = 0
  createInterface(child.stdout).on("line", () => {
    if (++seen === events) child.kill("SIGKILL")
  })
  const [code] = await over
  return code ?? undefined
}

/** What the gradebook holds, without what differs between any two runs. */
async function contents(home: string): Promise<unknown> {
  const { database, store, close } = await openGradebook({
    folder: home,
    databaseUrl: undefined,
    warn: () => undefined,
  })
  try {
    const { run, attempts } = await store.run()
    const verdicts = await database.query(
      `select j.student, j.current, v.position, v.check_id, v.status, v.earned, v.possible
       from course.judgements j join course.verdicts v on v.judgement = j.id where j.run_id = $1
       order by j.student, v.position`,
      [run.id],
    )
    const seen: unknown[] = []
    for await (const { student, recording } of store.recordings(run.id))
      seen.push([
        student,
        recording.checks,
        Object.values(recording.observations).map(({ spec, observation }) => [spec, observation.status]),
      ])
    const noted = await database.query("select * from course.noted")
    return {
      closed: run.finishedAt !== undefined,
      attempts: attempts.map(({ student, state, notes }) => [
        student,
        state,
        notes.map(({ kind, code }) => [kind, code]),
      ]),
      verdicts,
      noted,
      seen: seen.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    }
  } finally {
    await close()
  }
}

/** The blow may have come after the last word of the run. */
async function isClosed(home: string): Promise<boolean> {
  const { store, close } = await openGradebook({ folder: home, databaseUrl: undefined, warn: () => undefined })
  const { run } = await store.run()
  await close()
  return run.finishedAt !== undefined
}

test(
  "killed at 20 random moments and resumed each time, a run comes to the same as an undisturbed one",
  async () => {
    const [calm, killed] = [path.join(folder, "calm"), path.join(folder, "killed")]
    expect(await grade(calm, { resume: false })).toBe(0)
    let opened = false
    let kills = 0
    while (kills < KILLS) {
      const events = 1 + Math.floor(Math.random() * LONGEST_LIFE)
      const code = await grade(killed, { resume: opened, events })
      if (code === undefined) kills++
      // A run that reached its end before it was killed is followed by another one.
      opened = code === undefined
    }
    if (!opened || !(await isClosed(killed))) expect(await grade(killed, { resume: opened })).toBe(0)
    expect(await contents(killed)).toEqual(await contents(calm))
  },
  5 * 60_000,
)
