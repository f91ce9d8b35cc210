import { loadCatalog } from "../../../src/catalog/load-catalog.js"
import type { AttemptOutcome, Claim, Run } from "../../../src/grading/model.js"
import { classTransports } from "../../../src/grading/run/class-transports.js"
import { gradeOneStudent } from "../../../src/grading/run/one-student.js"
import { loadRoster } from "../../../src/inventory/roster/load-roster.js"

/** Every host is given up early: a test does not wait as long for a silent one as a class does. */
const LIMITS = { bytes: 16 * 1024 * 1024, silenceMs: 5_000 }

/**
 * Grades all students of a roster at once, passively, as `course grade` does, and keeps nothing.
 * @returns what came out, by the student's id
 */
export async function lookAtClass(
  rosterFile: string,
  words: readonly string[],
  folder: string,
): Promise<Map<string, AttemptOutcome>> {
  const [roster, catalog] = await Promise.all([loadRoster(rosterFile), loadCatalog({ words })])
  const run: Run = {
    ...{ id: "run", words, passive: true, quick: false, excluded: [], repeat: 1 },
    ...{
      rosterHash: roster.hash,
      source: "live",
      startedBy: "test",
      startedAt: new Date().toISOString(),
      finishedAt: undefined,
    },
  }
  const outcomes = await Promise.all(
    roster.students.map(async ({ student, inventory }) => {
      const claim: Claim = { runId: run.id, student: student.id, worker: "test", token: 1 }
      const ended = await gradeOneStudent(
        { run, student, inventory, claim },
        {
          catalog,
          store: {
            heartbeat: () => Promise.resolve(true),
            note: () => Promise.resolve(),
            finish: () => Promise.resolve(),
            release: () => Promise.resolve(),
          },
          transports: classTransports(folder),
          // The same drawings for everybody and in every look: only the hosts make a difference.
          seeds: () => ({ runSeed: "lab", workspaceSeed: "lab" }),
          timeoutMs: 240_000,
          signal: new AbortController().signal,
          backoffMs: [100],
          limits: LIMITS,
        },
      )
      if (ended.end !== "finished") throw new Error(`The look at ${student.id} was ${ended.end}.`)
      return [student.id, ended.outcome] as const
    }),
  )
  return new Map(outcomes)
}

/** What counts of an outcome, without times. */
export function verdicts({ state, report }: AttemptOutcome) {
  return { state, checks: report.checks.map(({ id, status, message, because }) => ({ id, status, message, because })) }
}
