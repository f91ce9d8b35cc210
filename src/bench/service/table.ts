import type { ServiceBench } from "../service-bench.js"
import { aims } from "./aims.js"
import type { Row } from "./measure.js"

/** The benchmark of the service as text for a person. */
export function serviceTable(bench: ServiceBench): string {
  const { rounds, secondsPerRound, withoutDatabase, withDatabase, memory } = bench
  const met = aims(bench)
  const width = Math.max(...met.map(({ aim }) => aim.length))
  return `
PixelWise under load: wrk with one thread posts 200 different drawings in turn; medians of ${rounds} round${rounds === 1 ? "" : "s"} of ${secondsPerRound} s,
servers in turn; one process each, no rate limit, access logs to /dev/null. The peer is FastAPI with scikit-learn, the floor is node:http.

POST /classify without a database (service: PERSISTENCE=none)
${rowsText(withoutDatabase)}
POST /classify with PostgreSQL as it comes: every answer after the commit of its row
${rowsText(withDatabase)}${memory === undefined ? "" : memoryText(memory)}
${met.map(({ aim, measured, met: is }) => `  ${is ? "met   " : "MISSED"}  ${aim.padEnd(width)}  ${measured}`).join("\n")}
`
}

const HEADER = `  ${"connections".padStart(11)}  ${"server".padEnd(11)}  ${["requests/s", "p50 ms", "p99 ms", "errors", "RSS MiB", "CPU s", "us/answer", "service is"].map((name) => name.padStart(10)).join("")}`

function rowsText(rows: readonly Row[]): string {
  const lines = rows.map((row, index) => {
    const ours = rows.find(({ server, connections }) => server === "service" && connections === row.connections)
    const times = ours && row !== ours ? `${(ours.perSecond / row.perSecond).toFixed(2)} x` : ""
    const cells = [
      row.perSecond.toFixed(0),
      row.p50.toFixed(2),
      row.p99.toFixed(2),
      String(row.errors),
      mebibytes(row.rss),
      row.cpuSeconds.toFixed(1),
      row.cpuMicroseconds.toFixed(0),
      times,
    ]
    const first = rows[index - 1]?.connections !== row.connections
    const count = first ? String(row.connections) : ""
    return `  ${count.padStart(11)}  ${row.server.padEnd(11)}  ${cells.map((cell) => cell.padStart(10)).join("")}`.trimEnd()
  })
  return `${[HEADER, ...lines].join("\n")}\n`
}

function memoryText(memory: NonNullable<ServiceBench["memory"]>): string {
  const lines = memory.map(
    ({ answers, rss, perSecond, errors }) =>
      `  ${String(answers).padStart(9)} answers  ${mebibytes(rss).padStart(5)} MiB  ${perSecond.toFixed(0).padStart(7)} requests/s  ${errors} errors`,
  )
  return `\nA million requests to the service, with PostgreSQL\n${lines.join("\n")}\n`
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0)
}
