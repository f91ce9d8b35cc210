import type { GradingStore } from "../../model.js"
import type { Database } from "../database.js"
import { claim, heartbeat, note, release } from "./claims.js"
import { finish } from "./finish.js"
import { keepFlags } from "./flags.js"
import { recordingsOf } from "./recordings.js"
import { closeRun, newestRuns, openRun, progressOf } from "./runs.js"
import { enrol } from "./students.js"

/** What the running of a class needs of the gradebook, on a database whose tables are there. */
export function gradingStore(database: Database): GradingStore {
  return {
    enrol: async (students) => await enrol(database, students),
    openRun: async (request, students) => await openRun(database, request, students),
    run: async (id) => await progressOf(database, id),
    runs: async (limit) => await newestRuns(database, limit),
    claim: async (runId, student, worker, staleAfterMs) => await claim(database, runId, student, worker, staleAfterMs),
    heartbeat: async (held) => await heartbeat(database, held),
    note: async (held, results) => await note(database, held, results),
    finish: async (held, outcome) => await finish(database, held, outcome),
    release: async (held) => await release(database, held),
    closeRun: async (runId) => {
      await closeRun(database, runId)
      await database.tidy()
    },
    recordings: (runId) => recordingsOf(database, runId),
    flag: async (runId, flags) => await keepFlags(database, runId, flags),
    close: async () => await database.close(),
  }
}
