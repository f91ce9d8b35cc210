import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { loadCatalog } from "../catalog/load-catalog.js"
import { resultOf } from "../engine/make-report.js"
import type { Judged } from "../engine/judge.js"
import type { CheckResult } from "../engine/report.js"
import { openGradebook } from "../grading/gradebook/open.js"
import type { RunRequest } from "../grading/model.js"
import { openClassRun } from "../grading/run/class-run.js"
import { defaultConcurrency } from "../grading/run/concurrency.js"
import { gradeClass, type ClassEvent } from "../grading/run/grade-class.js"
import { workerName } from "../grading/run/worker-name.js"
import { recordedHosts } from "./class/recorded-hosts.js"
import { simulatedClass, type Fate, type SimulatedStudent } from "./class/simulated-class.js"

export interface SimulatedGradeBench {
  students: number
  hosts: number
  checks: number
  concurrency: number
  seconds: number
  studentsPerSecond: number
  hostsPerSecond: number
  /** Highest resident memory of the whole process, the embedded database included. */
  peakMiB: number
  /** The same before the first student: program, checks and database. */
  idleMiB: number
  cpuSeconds: number
  fates: Record<Fate, number>
  /** Rows that do not say what they have to; empty when all is well. */
  wrong: string[]
}

const AIM = { seconds: 90, peakMiB: 300 }

/** Grades a simulated class over recorded observations into an embedded gradebook, and proves each row. */
export async function benchSimulatedClass(
  say: (line: string) => void,
  { size = 300, delayMs = 20 }: { size?: number; delayMs?: number } = {},
): Promise<SimulatedGradeBench> {
  const catalog = await loadCatalog()
  const request: RunRequest = {
    words: [],
    passive: false,
    quick: false,
    excluded: [],
    repeat: 1,
    rosterHash: "simulated",
    source: "live",
    startedBy: "bench",
  }
  const recorded = await recordedHosts(catalog, request)
  const simulated = simulatedClass(recorded, { size, delayMs })
  const fates = new Map(simulated.students.map((student) => [student.student.id, student]))
  const expected = fingerprint(recorded.judged.map((judged: Judged) => resultOf(judged)))
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-grade-"))
  const gradebook = await openGradebook({ folder, databaseUrl: undefined, warn: say })
  try {
    const concurrency = defaultConcurrency()
    const run = await openClassRun(gradebook.store, request, simulated.students)
    say(`Grading ${size} students x 2 hosts, ${concurrency} at once`)
    const seen = new Map<string, CheckResult[]>()
    const idleMiB = process.resourceUsage().maxRSS / 1024
    const wrong: string[] = []
    const onEvent = (event: ClassEvent): void => {
      if (event.kind === "result") seen.set(event.student.id, [...(seen.get(event.student.id) ?? []), event.result])
      if (event.kind !== "over") return
      const student = fates.get(event.row.student)
      if (student) wrong.push(...faults(student, event, seen.get(event.row.student) ?? [], expected))
      seen.delete(event.row.student)
    }
    const [before, began] = [process.cpuUsage(), performance.now()]
    const result = await gradeClass(run, {
      catalog,
      store: gradebook.store,
      transports: simulated.transports,
      seeds: () => recorded.context,
      timeoutMs: 120_000,
      signal: new AbortController().signal,
      concurrency,
      worker: workerName(),
      onEvent,
    })
    const seconds = (performance.now() - began) / 1000
    const cpu = process.cpuUsage(before)
    if (!result.closed) wrong.push("the run was not finished")
    const { attempts } = await gradebook.store.run(run.run.id)
    for (const { student, state } of attempts) {
      const wanted = fates.get(student)?.fate === "off" ? "unobserved" : "graded"
      if (state !== wanted) wrong.push(`${student} is ${state} in the gradebook instead of ${wanted}`)
    }
    return {
      students: size,
      hosts: size * 2,
      checks: recorded.judged.length,
      concurrency,
      seconds,
      studentsPerSecond: size / seconds,
      hostsPerSecond: (size * 2) / seconds,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      idleMiB,
      cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
      fates: counts(simulated.students),
      wrong,
    }
  } finally {
    await gradebook.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The code that has to be in the row of a student whose machines are so. */
const CODES: Record<Exclude<Fate, "healthy">, string> = {
  off: "COURSE_HOST_TIMEOUT",
  hanging: "COURSE_HOST_SHELL",
  rebuilt: "COURSE_HOST_KEY_CHANGED",
}

function faults(
  { student, fate }: SimulatedStudent,
  { row }: Extract<ClassEvent, { kind: "over" }>,
  results: readonly CheckResult[],
  expected: ReadonlyMap<string, string>,
): string[] {
  if (fate !== "healthy") {
    const codes = row.problems.map(({ code }) => code)
    const lost = results.filter(({ points, status }) => status === "error" && points.possible > 0)
    return [
      ...(codes.includes(CODES[fate])
        ? []
        : [`${student.id} is ${fate}, and its row says ${codes.join(", ") || "nothing"}`]),
      ...lost.map(({ id }) => `${student.id} would lose the points of ${id}, which nobody saw`),
    ]
  }
  if (row.state !== "graded" || row.problems.length > 0)
    return [`${student.id} is healthy, and its row is ${row.state}`]
  const told = fingerprint(results)
  const other = [...expected].filter(([id, text]) => told.get(id) !== text)
  return other.map(([id, text]) => `${student.id}: ${id} is ${told.get(id) ?? "missing"} instead of ${text}`)
}

/** What was said of each check, by its id. */
function fingerprint(results: readonly CheckResult[]): Map<string, string> {
  return new Map(results.map(({ id, status, points, message }) => [id, JSON.stringify([status, points, message])]))
}

function counts(students: readonly SimulatedStudent[]): Record<Fate, number> {
  const fates: Record<Fate, number> = { healthy: 0, off: 0, hanging: 0, rebuilt: 0 }
  for (const { fate } of students) fates[fate]++
  return fates
}

export function simulatedTable(bench: SimulatedGradeBench): string {
  const { students, hosts, checks, concurrency, seconds, studentsPerSecond, hostsPerSecond, fates, wrong } = bench
  const aim = (value: number, most: number): string => (value <= most ? "" : `   (aim: under ${most})`)
  return `
course grade of a simulated class: ${students} students x 2 hosts, ${checks} checks, ${concurrency} at once, 20 ms per exchange
${fates.healthy} healthy, ${fates.off} off, ${fates.hanging} hanging, ${fates.rebuilt} rebuilt

  time              ${seconds.toFixed(1)} s${aim(seconds, AIM.seconds)}
  students          ${studentsPerSecond.toFixed(1)} /s
  hosts             ${hostsPerSecond.toFixed(1)} /s   (${hosts} hosts)
  processor time    ${bench.cpuSeconds.toFixed(1)} s
  peak memory       ${bench.peakMiB.toFixed(0)} MiB, of which ${bench.idleMiB.toFixed(0)} MiB before the first student${aim(bench.peakMiB, AIM.peakMiB)}
  rows              ${wrong.length === 0 ? "every healthy one right, every broken one classified" : `${wrong.length} WRONG`}
${wrong
  .slice(0, 10)
  .map((line) => `    ${line}\n`)
  .join("")}`
}
