import { setTimeout as sleep } from "node:timers/promises"
import { labRun, type HostName } from "../../src/lab/lab.js"

const RESTART_MS = 120_000
const STEP_MS = 200
/** Tells one life of a host from the next: containers share the kernel's boot id, but not the first process. */
const LIFE = "cut -d' ' -f22 /proc/1/stat"
/** Asked again and again: one that waits, asked of a system that just goes down, waits for ever. */
const READY = "systemctl is-system-running"
const ASK_MS = 5_000

/** Restarts a host, by what a student types where there is such a thing, and waits until all its services run again. */
export async function restart(lab: string, host: HostName, ask: () => Promise<boolean>): Promise<void> {
  const root = { name: lab, host, timeoutMs: RESTART_MS }
  const before = await labRun({ ...root, script: LIFE })
  // Without a command in the notes it is the button of the machine.
  if (!(await ask())) await labRun({ ...root, script: "systemctl reboot" })
  const deadline = performance.now() + RESTART_MS
  while (performance.now() < deadline) {
    await sleep(STEP_MS)
    // There is no init to enter for a moment.
    const after = await labRun({ ...root, script: LIFE, timeoutMs: ASK_MS }).catch(() => undefined)
    if (after?.exitCode !== 0 || after.stdout === before.stdout) continue
    const ready = await labRun({ ...root, script: READY, timeoutMs: ASK_MS }).catch(() => undefined)
    if (ready?.stdout.trim() === "running") return
  }
  throw new Error(`${host} was restarted and is not ready within ${RESTART_MS / 1000} s.`)
}
