import { setTimeout as sleep } from "node:timers/promises"
import { Duplex } from "node:stream"
import type { HttpSpec, ProbeSpec } from "../../engine/probe.js"
import type { HostRole, Observation } from "../../engine/observation.js"
import { CourseError } from "../../errors/course-error.js"
import type { Job } from "../../transport/job.js"
import type { HostConnection } from "../../transport/ports.js"
import { mergedSystemdJob, singleSystemdJob } from "../../transport/systemd-batch.js"
import { interrupted, unobservedBecause } from "../../transport/unobserved.js"

/** What a simulated host answers to whatever it may be asked. */
export interface Answers {
  readonly jobs: ReadonlyMap<string, Observation>
  readonly requests: ReadonlyMap<string, Observation>
}

const NOTHING: Observation = { status: "unobserved", reason: "This was not recorded." }
const FOUND = {
  status: "done",
  exitCode: 0,
  stdout: "",
  stderr: "",
  truncated: false,
  durationMs: 1,
} as const satisfies Observation

/** Sorts recorded observations of one host by what the transport is asked. */
export function answersOf(
  role: HostRole,
  recorded: Iterable<readonly [ProbeSpec, Observation]>,
  attachScripts: readonly string[],
): Answers {
  const jobs = new Map<string, Observation>(attachScripts.map((script) => [jobKey({ script, as: "login" }), FOUND]))
  const requests = new Map<string, Observation>()
  for (const [spec, observation] of recorded) {
    if (spec.host !== role) continue
    if (spec.kind === "shell") jobs.set(jobKey(spec), observation)
    if (spec.kind === "systemd") jobs.set(jobKey(singleSystemdJob(spec)), observation)
    if (spec.kind === "http") requests.set(requestKey(spec), observation)
  }
  return { jobs, requests }
}

/** The one call that asks for all units at once, answered by what was recorded for each. */
export function mergedSystemd(
  role: HostRole,
  recorded: Iterable<readonly [ProbeSpec, Observation]>,
): readonly [string, Observation] | undefined {
  const units = new Map<string, string[]>()
  const specs = []
  for (const [spec, observation] of recorded) {
    if (spec.kind !== "systemd" || spec.host !== role) continue
    specs.push(spec)
    const lines = observation.status === "done" ? observation.stdout.split("\n").filter(Boolean) : []
    units.set(spec.unit, [...new Set([...(units.get(spec.unit) ?? []), ...lines])])
  }
  if (specs.length === 0) return undefined
  const stdout = [...units.values()].map((lines) => `${lines.join("\n")}\n`).join("\n")
  return [jobKey(mergedSystemdJob(specs)), { ...FOUND, stdout }]
}

/** A connection that answers from what was recorded, `delayMs` after each thing it is asked. */
export function simulatedConnection(
  { jobs, requests }: Answers,
  own: ReadonlyMap<string, Observation>,
  delayMs: number,
): HostConnection {
  let close: (why: undefined) => void = () => undefined
  const lost = new Promise<undefined>((resolve) => (close = resolve))
  const answer = (job: Pick<Job, "script" | "as">): Observation =>
    own.get(jobKey(job)) ?? jobs.get(jobKey(job)) ?? NOTHING
  return {
    lost,
    runBatch: async (asked, { onResult, signal }) => {
      const inTime = await sleep(delayMs, true, { ...(signal ? { signal } : {}) }).catch(() => false)
      asked.forEach((job, index) => onResult(index, inTime ? answer(job) : unobservedBecause(interrupted())))
    },
    hold: async () => {
      await sleep(delayMs)
      return { result: FOUND, release: () => Promise.resolve() }
    },
    openTcp: async (address, port) => {
      await sleep(delayMs)
      return new RecordedStream(`${address}:${port}`, requests, delayMs)
    },
    exec: async (script, { as }) => {
      await sleep(delayMs)
      return answer({ script, as })
    },
    openShell: () => Promise.reject(new CourseError("COURSE_TERMINAL", "A simulated host has no terminal.")),
    close: async () => {
      await sleep(delayMs)
      close(undefined)
    },
  }
}

export function jobKey({ script, as }: Pick<Job, "script" | "as">): string {
  return `${as}\0${script}`
}

/** Headers that the transport adds by itself. */
const ADDED = new Set(["host", "connection", "user-agent", "accept", "content-length"])

function requestKey({
  url,
  method,
  headers,
  body = "",
}: Pick<HttpSpec, "url" | "method" | "headers" | "body">): string {
  const { hostname, port, pathname, search } = new URL(url)
  return requestText(
    `${hostname.replace(/^\[|\]$/g, "")}:${port || 80}`,
    `${method} ${pathname}${search}`,
    headers,
    body,
  )
}

function requestText(place: string, line: string, headers: Readonly<Record<string, string>>, body: string): string {
  const sorted = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !ADDED.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([place, line, sorted, body])
}

/** A TCP connection to a recorded service: one request in, one answer out. */
class RecordedStream extends Duplex {
  readonly #place: string
  readonly #answers: ReadonlyMap<string, Observation>
  readonly #delayMs: number
  #received = ""

  constructor(place: string, answers: ReadonlyMap<string, Observation>, delayMs: number) {
    super()
    this.#place = place
    this.#answers = answers
    this.#delayMs = delayMs
  }

  override _read(): void {
    // Pushed as soon as the request is whole.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#received += chunk.toString("latin1")
    done()
    const end = this.#received.indexOf("\r\n\r\n")
    if (end < 0) return
    const [line = "", ...fields] = this.#received.slice(0, end).split("\r\n")
    const headers = Object.fromEntries(
      fields.map((field) => [field.split(":")[0] ?? "", field.replace(/^[^:]*: ?/, "")]),
    )
    const length = Number(Object.entries(headers).find(([name]) => name.toLowerCase() === "content-length")?.[1] ?? 0)
    const body = Buffer.from(this.#received.slice(end + 4), "latin1")
    if (body.length < length) return
    const key = requestText(this.#place, line.replace(/ HTTP\/1\.1$/, ""), headers, body.toString("utf8"))
    setTimeout(() => this.#reply(this.#answers.get(key)), this.#delayMs)
  }

  #reply(answer: Observation | undefined): void {
    if (this.destroyed) return
    if (answer?.status !== "response") return void this.destroy()
    const body = Buffer.from(answer.body)
    const kept = Object.entries(answer.headers).filter(
      ([name]) => !/^(connection|content-length|transfer-encoding)$/.test(name),
    )
    const head = [...kept, ["content-length", String(body.length)]]
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")
    this.push(Buffer.concat([Buffer.from(`HTTP/1.1 ${answer.statusCode} Recorded\r\n${head}\r\n`), body]))
    this.push(null)
  }
}
