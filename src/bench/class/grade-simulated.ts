import { loadCatalog } from "../../catalog/load-catalog.js"
import { openGradebook } from "../../grading/gradebook/open.js"
import type { RunRequest } from "../../grading/model.js"
import { openClassRun, resumeClassRun } from "../../grading/run/class-run.js"
import { gradeClass } from "../../grading/run/grade-class.js"
import { workerName } from "../../grading/run/worker-name.js"
import { recordedHosts } from "./recorded-hosts.js"
import { simulatedClass } from "./simulated-class.js"

/**
 * A process of its own that grades a small simulated class into the gradebook of a folder, for tests that kill it:
 * `node grade-simulated.js FOLDER STUDENTS [resume]`. It ends with 0 once the run is closed.
 */
const [folder = "", size = "", resume] = process.argv.slice(2)
const request: RunRequest = {
  words: ["block5"],
  passive: false,
  quick: false,
  excluded: [],
  repeat: 1,
  rosterHash: "simulated",
  source: "live",
  startedBy: "test",
}
const catalog = await loadCatalog(request)
const recorded = await recordedHosts(catalog, request)
const simulated = simulatedClass(recorded, {
  size: Number(size),
  connectMs: 50,
  shellMs: 50,
  off: 10,
  hanging: 10,
  rebuilt: 10,
})
const { store, close } = await openGradebook({ folder, databaseUrl: undefined, warn: () => undefined })
const run =
  resume === undefined
    ? await openClassRun(store, request, simulated.students)
    : await resumeClassRun(store, undefined, simulated.students)
const { closed } = await gradeClass(run, {
  catalog,
  store,
  transports: simulated.transports,
  seeds: () => recorded.context,
  timeoutMs: 60_000,
  signal: new AbortController().signal,
  concurrency: 4,
  worker: workerName(),
  backoffMs: [10, 10],
  onEvent: ({ kind }) => void process.stdout.write(`${kind}\n`),
})
await close()
process.exitCode = closed ? 0 : 1
