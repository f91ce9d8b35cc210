import { setTimeout as sleep } from "node:timers/promises"
import type { Catalog } from "../../../src/engine/catalog.js"
import type { Check } from "../../../src/engine/check.js"
import type { HostRole, Observation } from "../../../src/engine/observation.js"
import { expectEqual } from "../../../src/engine/verdict.js"
import { defineCheck } from "../../../src/engine/check.js"
import { CourseError } from "../../../src/errors/course-error.js"
import type { RunRequest, Student } from "../../../src/grading/model.js"
import type { ClassStudent } from "../../../src/grading/run/class-run.js"
import type { ClassDeps } from "../../../src/grading/run/grade-class.js"
import type { HostConnection, Transport } from "../../../src/transport/ports.js"
import { interrupted, unobservedBecause } from "../../../src/transport/unobserved.js"
import { done, printed } from "../../engine/sample.js"
import { inventoryOf } from "../../helpers/plan.js"
import type { MemoryStore } from "../memory-store.js"

/** What a student's host does when it is asked; by default each script prints "good". */
export interface HostBehaviour {
  connect?: (attempt: number, signal: AbortSignal | undefined) => Promise<void>
  /** `asked` counts how often this script was asked before. */
  answer?: (script: string, asked: number) => Observation | undefined
  /** Never answers until it is told to stop. */
  deaf?: boolean
  /** Loses its connection after this many answers, once. */
  cutAfter?: number
}

export type Behaviours = Readonly<Record<string, Partial<Record<HostRole, HostBehaviour>>>>

const check = (id: string, host: HostRole, more: { effects?: string; disruptive?: boolean } = {}): Check =>
  defineCheck({
    id,
    title: `${id} holds`,
    host,
    probes: { out: printed(`echo ${id}`, { host, ...more }) },
    judge: ({ out }) => expectEqual("The output", out, "good"),
    hint: "Make it good.",
  })

const CHECKS = [
  check("b1.dev-one", "dev"),
  check("b1.dev-two", "dev"),
  check("b1.prod-one", "prod"),
  check("b1.prod-acts", "prod", { effects: "stops the service" }),
  check("b1.laptop", "laptop"),
]

export const smallCatalog: Catalog = {
  rules: "rules",
  checks: new Map(CHECKS.map((each) => [each.id, each])),
  blocks: [
    {
      id: "block1",
      number: 1,
      title: "One",
      exercises: [
        {
          id: "1.1",
          title: "All",
          steps: CHECKS.map(({ id }, index) => ({ id: `1.1.${index + 1}`, title: id, outcomes: [id] })),
        },
      ],
    } as unknown as Catalog["blocks"][number],
  ],
}

export const smallRequest: RunRequest = {
  words: [],
  passive: false,
  quick: false,
  excluded: [],
  repeat: 1,
  rosterHash: "hash",
  source: "live",
  startedBy: "test",
}

export function classOf(...ids: string[]): ClassStudent[] {
  return ids.map((id) => {
    const host = { transport: "local", user: "u", connectTimeoutMs: 100 } as const
    const hosts = { dev: { ...host, role: "dev" as const }, prod: { ...host, role: "prod" as const } }
    const student = { id, name: `Name of ${id}`, email: undefined, group: undefined, track: "typescript" as const }
    return { student, inventory: inventoryOf(hosts) }
  })
}

/** All that grading needs, quick and without waiting. */
export function depsFor(store: MemoryStore, behaviours: Behaviours = {}, more: Partial<ClassDeps> = {}): ClassDeps {
  return {
    catalog: smallCatalog,
    store,
    transports: transportsOf(behaviours),
    seeds: () => ({ runSeed: "run", workspaceSeed: "workspace" }),
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    concurrency: 4,
    worker: "here/1/a",
    backoffMs: [0, 0],
    pauseMs: 0,
    ...more,
  }
}

export function transportsOf(behaviours: Behaviours): (student: Student) => Transport {
  return ({ id }) => {
    const attempts = new Map<HostRole, number>()
    const asked = new Map<string, number>()
    let cut = false
    return {
      connect: async (host, options) => {
        const behaviour = behaviours[id]?.[host.role] ?? {}
        const attempt = attempts.get(host.role) ?? 0
        attempts.set(host.role, attempt + 1)
        await behaviour.connect?.(attempt, options?.signal)
        return connection(behaviour)
      },
    }

    function connection(behaviour: HostBehaviour): HostConnection {
      let lose: (why: CourseError | undefined) => void = () => undefined
      const lost = new Promise<CourseError | undefined>((resolve) => (lose = resolve))
      const { cutAfter = Infinity, deaf = false } = behaviour
      let answered = 0
      return {
        lost,
        runBatch: async (jobs, { onResult, signal }) => {
          if (deaf) {
            if (signal?.aborted !== true)
              await new Promise((resolve) => signal?.addEventListener("abort", resolve, { once: true }))
            for (const index of jobs.keys()) onResult(index, unobservedBecause(interrupted()))
            return
          }
          await sleep(0)
          for (const [index, { script }] of jobs.entries()) {
            if (answered++ >= cutAfter && !cut) {
              cut = true
              const why = new CourseError("COURSE_HOST_CLOSED", "The connection was cut.")
              lose(why)
              for (let rest = index; rest < jobs.length; rest++) onResult(rest, unobservedBecause(why))
              return
            }
            const before = asked.get(script) ?? 0
            asked.set(script, before + 1)
            onResult(index, behaviour.answer?.(script, before) ?? done("good"))
          }
        },
        hold: () => Promise.reject(new CourseError("COURSE_BUG", "No fixture here.")),
        openTcp: () => Promise.reject(new Error("refused")),
        exec: () => Promise.resolve(done("")),
        openShell: () => Promise.reject(new CourseError("COURSE_TERMINAL", "No terminal here.")),
        close: async () => lose(undefined),
      }
    }
  }
}

/** What a student has, without what differs between any two runs. */
export function resultOfStudent(store: MemoryStore, runId: string, student: string) {
  const { attempt, outcome } = store.of(runId, student)
  const checks = outcome?.report.checks.map(({ id, status, points, because }) => ({ id, status, points, because }))
  return { state: attempt.state, checks, hosts: outcome?.report.hosts, codes: attempt.notes.map(({ code }) => code) }
}
