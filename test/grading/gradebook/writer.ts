import { openGradebook } from "../../../src/grading/gradebook/open.js"
import { outcome, REQUEST, result, student } from "./sample.js"

/** A process that grades without end, and says what is kept the moment it is: for tests that kill it. */
const [folder = "", databaseUrl] = process.argv.slice(2)
const { store } = await openGradebook({ folder, databaseUrl, warn: (message) => process.stderr.write(`${message}\n`) })
const ids = Array.from({ length: 500 }, (_, index) => `s${index}`)
await store.enrol(ids.map((id) => student(id)))
const { id: run } = await store.openRun(REQUEST, ids)
process.stdout.write(`run ${run}\n`)
for (const id of ids) {
  const claim = await store.claim(run, id, "writer", 60_000)
  if (!claim) throw new Error(`${id} cannot be claimed`)
  const results = Array.from({ length: 40 }, (_, index) => result(`b1.c${index}`, index % 3 ? "pass" : "fail"))
  await store.note(claim, results.slice(0, 20))
  process.stdout.write(`noted ${id}\n`)
  await store.finish(claim, outcome(results))
  process.stdout.write(`kept ${id}\n`)
}
