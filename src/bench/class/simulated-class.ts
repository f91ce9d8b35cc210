import { createHash } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import type { HostRole, Observation } from "../../engine/observation.js"
import { CourseError } from "../../errors/course-error.js"
import { fingerprintProbes } from "../../grading/fairness/fingerprint.js"
import type { Student } from "../../grading/model.js"
import type { ClassStudent } from "../../grading/run/class-run.js"
import type { Host } from "../../inventory/inventory.js"
import type { HostConnection, Transport } from "../../transport/ports.js"
import { interrupted, unobservedBecause } from "../../transport/unobserved.js"
import type { RecordedHosts } from "./recorded-hosts.js"
import { answersOf, jobKey, mergedSystemd, simulatedConnection, type Answers } from "./simulated-host.js"

/** How the machines of a student are: `off` both, `hanging` prod never answers what it is asked, `rebuilt` dev has another host key. */
export type Fate = "healthy" | "off" | "hanging" | "rebuilt"

export interface SimulatedStudent extends ClassStudent {
  readonly fate: Fate
}

export interface SimulatedClass {
  readonly students: readonly SimulatedStudent[]
  readonly transports: (student: Student) => Transport
}

export interface ClassOptions {
  size: number
  delayMs?: number
  /** How long a host that is off keeps waiting, as `connectTimeoutMs` of a roster. */
  connectMs?: number
  /** How long a host may stay silent until the transport gives it up. */
  shellMs?: number
  /** Percent of each fate. */
  off?: number
  hanging?: number
  rebuilt?: number
}

const DISCOVER = 3

/** A class whose machines all answer what the reference's once did, but for those that do not answer. The same options give the same class. */
export function simulatedClass(
  recorded: RecordedHosts,
  { size, delayMs = 20, connectMs = 10_000, shellMs = 15_000, off = 5, hanging = 2, rebuilt = 1 }: ClassOptions,
): SimulatedClass {
  const fates = dealt(size, { off, hanging, rebuilt })
  const students = fates.map((fate, index): SimulatedStudent => {
    const id = `s${String(index + 1).padStart(4, "0")}`
    const group = `group-${(index % 10) + 1}`
    const student = {
      id,
      name: `Student ${index + 1}`,
      email: `${id}@example.org`,
      group,
      track: recorded.context.track,
    }
    const { settings, track } = recorded.context
    const hosts = { laptop: host("laptop", connectMs), dev: host("dev", connectMs), prod: host("prod", connectMs) }
    return { student, fate, inventory: { path: "roster.csv", track, settings, hosts } }
  })
  const answers = { dev: hostAnswers(recorded, "dev"), prod: hostAnswers(recorded, "prod") }
  const fateOf = new Map(students.map(({ student, fate }) => [student.id, fate]))
  const connect = async (
    student: Student,
    { role }: Host,
    signal: AbortSignal | undefined,
  ): Promise<HostConnection> => {
    if (role === "laptop")
      throw new CourseError("COURSE_BUG", "A class is never graded from the student's own computer.")
    const fate = fateOf.get(student.id) ?? "healthy"
    const wait = (ms: number): Promise<void> =>
      sleep(ms, undefined, { ...(signal ? { signal } : {}) }).catch(() => undefined)
    if (fate === "off") {
      await wait(connectMs)
      if (signal?.aborted) throw interrupted()
      throw new CourseError("COURSE_HOST_TIMEOUT", `${role} did not answer within ${connectMs / 1000} s.`)
    }
    await wait(DISCOVER * delayMs)
    if (signal?.aborted) throw interrupted()
    if (fate === "rebuilt" && role === "dev")
      throw new CourseError("COURSE_HOST_KEY_CHANGED", `${role} shows another host key than before.`)
    const connection = simulatedConnection(answers[role], ownAnswers(recorded, student, role), delayMs)
    return fate === "hanging" && role === "prod" ? silent(connection, shellMs) : connection
  }
  return { students, transports: (student) => ({ connect: (at, options) => connect(student, at, options?.signal) }) }
}

/** Fates in the wanted shares, spread over the class. */
function dealt(size: number, percent: Record<Exclude<Fate, "healthy">, number>): Fate[] {
  const fates = Array<Fate>(size).fill("healthy")
  let next = 7
  for (const [fate, share] of Object.entries(percent) as [Fate, number][]) {
    for (let left = Math.round((size * share) / 100); left > 0; left--) {
      // A step that is prime to every size in use reaches each place once.
      next = (next + 37) % size
      while (fates[next] !== "healthy") next = (next + 1) % size
      fates[next] = fate
    }
  }
  return fates
}

function host(role: HostRole, connectTimeoutMs: number): Host {
  return { role, transport: "local", user: "simulated", connectTimeoutMs }
}

function hostAnswers({ plan, observations, context }: RecordedHosts, role: "dev" | "prod"): Answers {
  const recorded = [...plan.probes].flatMap(([key, spec]) => {
    const seen = observations.get(key)
    return seen ? [[spec, seen] as const] : []
  })
  const attach = [...plan.fixtures.values()].map((fixture) => fixture.attach(context).shell)
  const { jobs, requests } = answersOf(role, recorded, attach)
  const merged = mergedSystemd(role, recorded)
  return { jobs: merged ? new Map([...jobs, merged]) : jobs, requests }
}

/** Each machine has an identity of its own. */
function ownAnswers(
  { context }: RecordedHosts,
  { id }: Student,
  role: "dev" | "prod",
): ReadonlyMap<string, Observation> {
  const mark = (what: string): string => createHash("sha256").update(`${what} ${id} ${role}`).digest("hex")
  const stdout = `machine ${mark("machine").slice(0, 32)}\nhostkey ssh-ed25519 ${mark("key")}\ndatabase ${parseInt(mark("db").slice(0, 12), 16)}\n`
  const observation: Observation = { status: "done", exitCode: 0, stdout, stderr: "", truncated: false, durationMs: 5 }
  return new Map(
    fingerprintProbes(context).flatMap((spec) =>
      spec.kind === "shell" && spec.host === role ? [[jobKey(spec), observation] as const] : [],
    ),
  )
}

/** A login shell that runs nothing: the transport gives it up after a while. */
function silent(connection: HostConnection, shellMs: number): HostConnection {
  return {
    ...connection,
    runBatch: async (jobs, { onResult, signal }) => {
      const waited = await sleep(shellMs, true, { ...(signal ? { signal } : {}) }).catch(() => false)
      const reason = new CourseError(
        "COURSE_HOST_SHELL",
        `The login shell runs no command: nothing came for ${shellMs / 1000} s.`,
      )
      for (const index of jobs.keys()) onResult(index, unobservedBecause(waited ? reason : interrupted()))
    },
  }
}
