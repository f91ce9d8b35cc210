// Asks a service for as long as standard input stays open, over four ways at once, and prints what came back as JSON.
// Runs on prod itself: node load.mjs < pipe. KEY is the service's key; CA the certificate authority of the proxy.
import http from "node:http"
import https from "node:https"
import { readFileSync } from "node:fs"

const key = process.env.KEY ?? ""
const ca = process.env.CA ? readFileSync(process.env.CA) : undefined
const pixels = Array.from({ length: 28 }, (_, row) => Array.from({ length: 28 }, (_, column) => (row + column) % 256))
const body = JSON.stringify({ pixels })
// About 180 requests a second: many in any tenth of a second in which something might go wrong, and the machine still has time to build.
const PAUSE_MS = 150

const ways = {
  "direct, kept alive": { module: http, port: 8000, agent: new http.Agent({ keepAlive: true }), workers: 8 },
  "direct, each anew": { module: http, port: 8000, agent: new http.Agent({ keepAlive: false }), workers: 8 },
  ...(ca && {
    "proxy, kept alive": { module: https, port: 443, agent: new https.Agent({ keepAlive: true, ca }), workers: 8 },
    "proxy, each anew": { module: https, port: 443, agent: new https.Agent({ keepAlive: false, ca }), workers: 4 },
  }),
}

let running = true
process.stdin.resume().on("end", () => (running = false))

let address = 0
/** A loopback address of its own for every request: the proxy limits each client to 30 requests a second. */
function nextAddress() {
  address = (address + 1) % 16_000
  return `127.1.${address >> 8}.${address & 255 || 1}`
}

function ask(way, path, method) {
  return new Promise((resolve) => {
    const request = way.module.request(
      {
        host: "localhost",
        family: 4,
        port: way.port,
        path,
        method,
        agent: way.agent,
        localAddress: nextAddress(),
        headers: method === "POST" ? { "x-api-key": key, "content-type": "application/json" } : {},
        timeout: 30_000,
      },
      (response) => {
        response.resume()
        response.on("end", () =>
          resolve(response.statusCode === 200 ? "ok" : `status ${response.statusCode} to ${path}`),
        )
        response.on("error", (error) => resolve(`${error.code} while ${path} answered`))
      },
    )
    request.on("timeout", () => request.destroy(Object.assign(new Error("no answer"), { code: "TIMEOUT" })))
    request.on("error", (error) => resolve(`${error.code ?? error.message} at ${path}`))
    request.end(method === "POST" ? body : undefined)
  })
}

const counts = {}
async function work(name, way) {
  const count = (counts[name] ??= { asked: 0, failed: 0, slowestMs: 0, failures: {} })
  for (let turn = 0; running; turn++) {
    const started = performance.now()
    const outcome = await (turn % 2 === 0 ? ask(way, "/classify", "POST") : ask(way, "/health", "GET"))
    count.asked++
    count.slowestMs = Math.max(count.slowestMs, Math.round(performance.now() - started))
    if (outcome !== "ok") {
      count.failed++
      count.failures[outcome] = (count.failures[outcome] ?? 0) + 1
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

await Promise.all(
  Object.entries(ways).flatMap(([name, way]) => Array.from({ length: way.workers }, () => work(name, way))),
)
process.stdout.write(JSON.stringify(counts))
process.exit(0)
