import { spawn } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { labAnew } from "../lab/lab-anew.js"
import { labDown, labRun } from "../lab/lab.js"
import { cpuOfFamily } from "./family-cpu.js"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))
const LAB = "bench-watch"
const STEP = "6.1.1"
/** The survey of the block at the beginning is over by then. */
const SETTLE_MS = 15_000
const MEASURE_MS = 30_000

export interface WatchBench {
  step: string
  seconds: number
  /** CPU of the idle loop and all that it starts, in percent of one core. */
  percent: number
  /** Logins that each host noted from beginning to end. */
  logins: { dev: number; prod: number }
}

/** What `course run` costs while nobody does anything: CPU of the loop, and how many connections it makes. */
export async function benchWatch(say: (line: string) => void): Promise<WatchBench> {
  say("Booting a lab in the state v0.4")
  await labAnew({ name: LAB, state: "v0.4", track: "typescript", onProgress: say })
  try {
    const before = await logins()
    const child = spawn(process.execPath, [RUN, "run", STEP, "--plain", `--lab=${LAB}`], {
      stdio: ["pipe", "ignore", "pipe"],
    })
    let stderr = ""
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve))
    await sleep(SETTLE_MS)
    if (child.pid === undefined || child.exitCode !== null) throw new Error(`course run ended: ${stderr}`)
    say(`Measuring the idle loop at step ${STEP} for ${MEASURE_MS / 1000} s`)
    const [usedBefore, began] = [await cpuOfFamily(child.pid), performance.now()]
    await sleep(MEASURE_MS)
    const seconds = (performance.now() - began) / 1000
    const used = (await cpuOfFamily(child.pid)) - usedBefore
    const after = await logins()
    child.stdin.end("quit\n")
    await ended
    return {
      step: STEP,
      seconds,
      percent: (used / seconds) * 100,
      logins: { dev: after.dev - before.dev, prod: after.prod - before.prod },
    }
  } finally {
    await labDown({ name: LAB })
  }
}

async function logins(): Promise<{ dev: number; prod: number }> {
  const on = async (host: "dev" | "prod"): Promise<number> => {
    const script = "journalctl --quiet --no-pager _COMM=sshd | grep -c ': Accepted ' || true"
    const { stdout } = await labRun({ name: LAB, host, script })
    return Number(stdout.trim())
  }
  return { dev: await on("dev"), prod: await on("prod") }
}

export function watchTable({ step, seconds, percent, logins: { dev, prod } }: WatchBench): string {
  return `
course run ${step}, nobody does anything for ${seconds.toFixed(0)} s

  CPU of the loop  ${percent.toFixed(2)} % of a core   (aim: under 2 %)
  connections      dev ${dev}, prod ${prod}   (aim: one for each)
`
}
