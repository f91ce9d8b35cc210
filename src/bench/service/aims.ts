import type { ServiceBench } from "../service-bench.js"
import type { Row } from "./measure.js"
import type { MemoryMark } from "./million.js"

/** What is aimed at, what was measured, and whether it is met. */
export interface Aim {
  aim: string
  measured: string
  met: boolean
}

const AT = 64
const FACTOR_WITHOUT = 12
const FACTOR_WITH = 10
const OF_FLOOR = 0.6
/** By then everything is warm: from here to the last mark, more growth than this is a leak. */
const WARM_ANSWERS = 300_000
const GROWTH = 0.1

/** The aims of the service's speed, at 64 connections, held against the measured figures. */
export function aims(bench: ServiceBench): Aim[] {
  const { withoutDatabase, withDatabase, stored, memory } = bench
  const all = [...withoutDatabase, ...withDatabase]
  const errors = all.filter((row) => row.errors > 0)
  return [
    times(withoutDatabase, "peer, sync", FACTOR_WITHOUT, "without a database"),
    times(withDatabase, "peer, sync", FACTOR_WITH, "with PostgreSQL"),
    atLeast(ratio(withoutDatabase, "floor"), OF_FLOOR, `${OF_FLOOR} of the floor`),
    lowerTail(withoutDatabase, "without a database"),
    lowerTail(withDatabase, "with PostgreSQL"),
    {
      aim: "no request failed",
      measured:
        errors.length === 0
          ? "none"
          : errors.map((row) => `${row.server} at ${row.connections}: ${row.errors}`).join(", "),
      met: errors.length === 0,
    },
    ...stored.map(({ server, rows, answers }) => ({
      aim: `${server}: a row for every answer`,
      // The load generator hangs up on the answers that are under way when a round ends.
      measured: `${rows} rows, ${answers} answers`,
      met: rows >= answers,
    })),
    ...(memory === undefined ? [] : [flat(memory)]),
  ]
}

function times(rows: readonly Row[], peer: string, factor: number, where: string): Aim {
  return atLeast(ratio(rows, peer), factor, `${factor} times the peer (its ordinary handler) ${where}`)
}

function atLeast(value: number, least: number, what: string): Aim {
  return { aim: `at least ${what}, at ${AT} connections`, measured: value.toFixed(2), met: value >= least }
}

/** How many times the requests per second of another server. */
function ratio(rows: readonly Row[], other: string): number {
  return at(rows, "service", AT).perSecond / at(rows, other, AT).perSecond
}

function lowerTail(rows: readonly Row[], where: string): Aim {
  const connections = [...new Set(rows.map((row) => row.connections))]
  const worse = connections.flatMap((count) => {
    const ours = at(rows, "service", count).p99
    const slower = rows.filter((row) => row.server.startsWith("peer") && row.connections === count && row.p99 <= ours)
    return slower.map((row) => `${row.server} at ${count}: ${row.p99.toFixed(1)} ms against ${ours.toFixed(1)} ms`)
  })
  return {
    aim: `p99 below both kinds of the peer's at every concurrency ${where}`,
    measured: worse.length === 0 ? "everywhere" : `not: ${worse.join(", ")}`,
    met: worse.length === 0,
  }
}

function flat(marks: readonly MemoryMark[]): Aim {
  const from = marks.find(({ answers }) => answers >= WARM_ANSWERS)
  const to = marks.at(-1)
  const growth = (to?.rss ?? NaN) / (from?.rss ?? NaN) - 1
  return {
    aim: `memory flat from 300,000 to 1,000,000 requests (at most ${GROWTH * 100} % more)`,
    measured: `${(growth * 100).toFixed(1)} %`,
    met: from !== to && growth <= GROWTH,
  }
}

function at(rows: readonly Row[], server: string, connections: number): Row {
  const row = rows.find((one) => one.server === server && one.connections === connections)
  if (!row) throw new Error(`nothing was measured for ${server} at ${connections} connections`)
  return row
}
