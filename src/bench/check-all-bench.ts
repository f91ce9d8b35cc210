import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { loadCatalog } from "../catalog/load-catalog.js"
import { answerAsReference } from "../cli/reference-student.js"
import { isActive } from "../engine/probe.js"
import { recording, type Recording } from "../engine/recording.js"
import { labAnew } from "../lab/lab-anew.js"
import { labDown } from "../lab/lab.js"
import { median, timeCommand } from "./measure.js"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))
const LAB = "bench-all"
const CODES = [0, 1, 3]

export interface CheckAllBench {
  checks: number
  probes: { passive: number; active: number }
  /** Wall times in seconds. */
  passive: number
  quick: number
  all: number
  blockAfterBlock: number
  /** How long the active probes of all blocks took together, had they run one after the other; in seconds. */
  activeSum: number
  /** The five that took longest: check that asked first, host, seconds. */
  slowest: { check: string; host: string; seconds: number }[]
}

/**
 * What `course check` of all blocks costs on hosts at v0.5: everything, without what takes a minute, and looking only; beside one block
 * after the other, and beside what acts on the hosts, one after the other.
 */
export async function benchCheckAll(say: (line: string) => void, rounds = 3): Promise<CheckAllBench> {
  say("Booting a lab in the state v0.5")
  await labAnew({ name: LAB, state: "v0.5", track: "typescript", onProgress: say })
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-all-"))
  try {
    await answerAsReference(LAB, "v0.5")
    const blocks = (await loadCatalog()).blocks.map(({ id }) => id)
    const file = path.join(folder, "recording.json")
    const check = (...argv: string[]): Promise<number> =>
      timeCommand(process.execPath, [RUN, "check", ...argv, `--lab=${LAB}`, "--json"], { codes: CODES })
    const times = {
      passive: [] as number[],
      quick: [] as number[],
      all: [] as number[],
      blockAfterBlock: [] as number[],
    }
    for (let round = 1; round <= rounds; round += 1) {
      say(`Round ${round} of ${rounds}`)
      times.passive.push(await check("--passive"))
      times.quick.push(await check("--quick"))
      times.all.push(await check("--record", file))
      let sum = 0
      for (const block of blocks) sum += await check(block)
      times.blockAfterBlock.push(sum)
    }
    const seconds = (values: readonly number[]): number => median(values) / 1000
    return {
      ...costs(recording.parse(JSON.parse(await readFile(file, "utf8")))),
      passive: seconds(times.passive),
      quick: seconds(times.quick),
      all: seconds(times.all),
      blockAfterBlock: seconds(times.blockAfterBlock),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await labDown({ name: LAB })
  }
}

function costs({
  checks,
  observations,
}: Recording): Pick<CheckAllBench, "checks" | "probes" | "activeSum" | "slowest"> {
  const all = Object.entries(observations)
  const asker = (key: string): string => checks.find(({ probes }) => Object.values(probes).includes(key))?.id ?? key
  const active = all.flatMap(([key, { spec, observation }]) =>
    isActive(spec) && "durationMs" in observation
      ? [{ check: asker(key), host: "host" in spec ? spec.host : "", seconds: observation.durationMs / 1000 }]
      : [],
  )
  return {
    checks: checks.length,
    probes: { passive: all.filter(([, { spec }]) => !isActive(spec)).length, active: active.length },
    activeSum: active.reduce((sum, { seconds }) => sum + seconds, 0),
    slowest: [...active].sort((a, b) => b.seconds - a.seconds).slice(0, 5),
  }
}

export function checkAllTable(bench: CheckAllBench): string {
  const { checks, probes, passive, quick, all, blockAfterBlock, activeSum, slowest } = bench
  const s = (value: number): string => `${value.toFixed(1)} s`.padStart(9)
  return `
course check of all blocks at v0.5: ${checks} checks, ${probes.passive} passive and ${probes.active} active probes, medians

  --passive              ${s(passive)}
  --quick                ${s(quick)}
  everything             ${s(all)}
  block after block      ${s(blockAfterBlock)}   ${(blockAfterBlock / all).toFixed(2)} times everything at once
  active probes, summed  ${s(activeSum)}   ${(activeSum / all).toFixed(2)} times everything at once

  what acts longest:
${slowest.map(({ check, host, seconds }) => `    ${check.padEnd(26)} ${host.padEnd(5)} ${s(seconds)}`).join("\n")}
`
}
