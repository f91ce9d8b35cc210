import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { EXIT } from "../errors/codes.js"
import { labRequirements } from "../lab/requirements.js"
import { courseCli } from "./course-cli.js"
import { LAB, REF, runStory } from "./story.js"
import { Teller } from "./teller.js"

/**
 * `npm run demo`: two hosts boot, the reference service is deployed, the check is green, something breaks, the check names it, it is
 * repaired, the check is green again, everything is taken down. Ends with 0 only if all of that happened.
 */
async function main(): Promise<number> {
  const teller = new Teller(process.stdout)
  const keep = process.argv.slice(2).includes("--keep")
  const unknown = process.argv.slice(2).find((word) => word !== "--keep")
  if (unknown !== undefined) {
    teller.remark(`The demo knows only --keep, and was given ${unknown}: npm run demo -- --keep`)
    return EXIT.usage
  }
  const { ready, obstacles, packages } = await labRequirements()
  if (!ready) {
    teller.explainMissing(obstacles, packages)
    return EXIT.usage
  }
  const interruption = new AbortController()
  // The commands get Ctrl-C themselves and end; what they left is taken down below.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort())
  const folder = await mkdtemp(path.join(tmpdir(), "course-demo-"))
  const course = courseCli({ teller, signal: interruption.signal })
  let held = false
  try {
    await runStory({ course, teller, folder })
    held = true
  } catch (error) {
    teller.broken(interruption.signal.aborted ? "Stopped from the keyboard." : messageOf(error))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  if (keep) teller.explainKept(LAB, REF)
  else {
    teller.chapter("Everything is taken down.")
    const cleanup = courseCli({ teller })
    held = (await cleanup.show(["lab", "down", "--name", LAB])) === EXIT.ok && held
  }
  teller.end(held)
  if (interruption.signal.aborted) return EXIT.interrupted
  return held ? EXIT.ok : EXIT.checkFailed
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

process.exitCode = await main()
