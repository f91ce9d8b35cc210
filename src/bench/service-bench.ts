import { randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { projectFolder } from "../lab/project-folder.js"
import { drawings, writeBodies } from "./service/drawings.js"
import { startAll, type StoringSubject } from "./service/line-up.js"
import { measure, type Row, type Setting } from "./service/measure.js"
import { million, type MemoryMark } from "./service/million.js"
import { verifyAnswers } from "./service/verify.js"

export interface ServiceBenchOptions {
  /** One short round each: for a look, not for a record. */
  quick?: boolean
  /** Also sends a million requests to the service and notes its memory. */
  million?: boolean
  /** The folder of the built service; this project's reference service unless told otherwise. */
  service?: string
  signal?: AbortSignal
}

export interface ServiceBench {
  rounds: number
  secondsPerRound: number
  /** Nobody stores anything: the service with PERSISTENCE=none, the peer without a database, the floor. */
  withoutDatabase: Row[]
  /** The service and the peer, one committed row per answer. */
  withDatabase: Row[]
  stored: Stored[]
  /** With PostgreSQL. */
  memory?: MemoryMark[]
}

/** What is in a server's table after its last answer, and how many of its answers said 200. */
export interface Stored {
  server: string
  rows: number
  answers: number
}

const CONNECTIONS = [1, 16, 64, 256]

/**
 * Measures the reference service beside the lecture's own stack and beside the least that a Node.js server can do: one load generator,
 * one machine, one run, servers in turn within every round.
 * @throws Error when a server does not start or answers something else than the model says
 */
export async function benchService(options: ServiceBenchOptions, say: (line: string) => void): Promise<ServiceBench> {
  const service = path.resolve(options.service ?? projectFolder("reference-app"))
  const [rounds, seconds] = options.quick ? [1, 2] : [3, 5]
  const { signal } = options
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-service-"))
  try {
    const key = randomBytes(24).toString("hex")
    const bodies = path.join(folder, "bodies.txt")
    const drawn = drawings()
    await writeBodies(bodies, drawn)
    say("Starting PostgreSQL and the servers")
    const { plain, storing, stop } = await startAll(service, { folder, key })
    try {
      for (const { server, url } of [...plain, ...storing]) if (server.classifies) await verifyAnswers(url, key, drawn)
      const setting = { bodies, key, rounds, seconds, connections: CONNECTIONS, say, ...(signal && { signal }) }
      say("Measuring without a database")
      const withoutDatabase = await measure(plain, setting)
      say("Measuring with PostgreSQL")
      const { rows: withDatabase, stored } = await measureStoring(storing, setting)
      const [ours] = storing
      const memory = options.million && ours ? await million(ours, setting) : undefined
      return { rounds, secondsPerRound: seconds, withoutDatabase, withDatabase, stored, ...(memory && { memory }) }
    } finally {
      await stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureStoring(
  subjects: readonly StoringSubject[],
  setting: Setting,
): Promise<{ rows: Row[]; stored: Stored[] }> {
  const before = await Promise.all(subjects.map((subject) => subject.rows()))
  const rows = await measure(subjects, setting)
  const stored = await Promise.all(
    subjects.map(async (subject, index) => ({
      server: subject.server.name,
      rows: (await subject.rows()) - (before[index] ?? 0),
      answers: rows.filter((row) => row.server === subject.server.name).reduce((sum, row) => sum + row.answers, 0),
    })),
  )
  return { rows, stored }
}
