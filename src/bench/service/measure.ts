import { median } from "../measure.js"
import { load, type Load, type LoadOptions } from "./load.js"
import { usageOf } from "./process-usage.js"
import type { Server } from "./servers.js"

const WARM_UP = { seconds: 2, connections: 16 }

/** A server and the address that drawings are posted to. */
export interface Subject {
  server: Server
  url: string
}

/** One server at one number of connections: medians over the rounds. */
export interface Row {
  server: string
  connections: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Over all rounds: answers with an error status, broken connections, timeouts. */
  errors: number
  /** Over all rounds and the warm-up before the first. */
  answers: number
  /** Highest resident memory after a round, in bytes. */
  rss: number
  /** Of the server's process alone, in seconds over all rounds. */
  cpuSeconds: number
  /** Of the server's process alone, per answer. */
  cpuMicroseconds: number
}

export interface Setting {
  bodies: string
  key: string
  rounds: number
  seconds: number
  connections: readonly number[]
  say: (line: string) => void
  signal?: AbortSignal
}

/** Runs all servers in turn, round after round, so that a slow moment of the machine meets all of them. */
export async function measure(subjects: readonly Subject[], setting: Setting): Promise<Row[]> {
  const { rounds, seconds, connections, say } = setting
  const warmed = new Map<Subject, number>()
  for (const subject of subjects) {
    const { requests } = await load({ ...setting, url: subject.url, ...WARM_UP })
    warmed.set(subject, requests)
  }
  const rows: Row[] = []
  for (const count of connections) {
    const seen = new Map(subjects.map((subject) => [subject, [] as Round[]]))
    for (let round = 0; round < rounds; round++) {
      for (const subject of subjects) {
        const found = await once(subject, { ...setting, seconds, connections: count })
        seen.get(subject)?.push(found)
      }
    }
    for (const [subject, found] of seen) {
      const row = summary(subject, count, found, warmed.get(subject) ?? 0)
      warmed.delete(subject)
      rows.push(row)
      say(`  ${count} connections, ${row.server}: ${row.perSecond.toFixed(0)} requests/s`)
    }
  }
  return rows
}

interface Round extends Load {
  cpuSeconds: number
  rss: number
}

async function once({ server, url }: Subject, how: Omit<LoadOptions, "url">): Promise<Round> {
  const before = await usageOf(server.pid)
  const seen = await load({ url, ...how })
  const after = await usageOf(server.pid)
  return { ...seen, cpuSeconds: after.cpuSeconds - before.cpuSeconds, rss: after.rss }
}

function summary({ server }: Subject, connections: number, rounds: readonly Round[], warmedUp: number): Row {
  const of = (name: "perSecond" | "p50" | "p99"): number => median(rounds.map((round) => round[name]))
  const sum = (name: "errors" | "requests" | "cpuSeconds"): number =>
    rounds.reduce((all, round) => all + round[name], 0)
  return {
    server: server.name,
    connections,
    perSecond: of("perSecond"),
    p50: of("p50"),
    p99: of("p99"),
    errors: sum("errors"),
    answers: sum("requests") - sum("errors") + warmedUp,
    rss: Math.max(...rounds.map(({ rss }) => rss)),
    cpuSeconds: sum("cpuSeconds"),
    cpuMicroseconds: (sum("cpuSeconds") / sum("requests")) * 1e6,
  }
}
