// Reads what to do from the first line of its standard input, then sends drawings, each another one, until that input ends; then prints
// what became of every request, one JSON line each.
// test/helpers/load.ts runs it as a process of its own, inside the network of a lab's host.
import { once } from "node:events"
import { Agent, request as httpRequest } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { numberedDrawings } from "./load-drawing.js"
import { loadOptions, type Outcome } from "./load-messages.js"

const [line] = (await once(process.stdin, "data")) as [Buffer]
const { port, key, connections, pauseMs, batch, timeoutMs, firstNumber } = loadOptions.parse(
  JSON.parse(line.toString()),
)
const agent = new Agent({ keepAlive: true, maxSockets: connections })
const drawing = numberedDrawings()
const outcomes: Outcome[] = []
let next = firstNumber
let stopping = false

process.stdin.on("end", () => (stopping = true)).resume()
process.stderr.write("started\n")
await Promise.all(Array.from({ length: connections }, client))
for (const outcome of outcomes) process.stdout.write(`${JSON.stringify(outcome)}\n`)

/** One client after another request: a failed one is not repeated, because then nobody could tell doubled rows from repeated requests. */
async function client(): Promise<void> {
  while (!stopping) {
    const images = Array.from({ length: batch }, () => drawing(next++))
    const outcome = await send(images)
    outcomes.push(outcome)
    // A server that is away refuses at once; nobody hammers it thousands of times a second.
    const pause = outcome.status === undefined ? Math.max(pauseMs, 20) : pauseMs
    if (pause > 0) await sleep(pause)
  }
}

function send(images: string[]): Promise<Outcome> {
  const body = batch === 1 ? `{"pixels":${images[0] ?? ""}}` : `{"images":[${images.join(",")}]}`
  const began = performance.now()
  const at = Date.now()
  const ended = (): { at: number; ms: number; images: number } => ({
    at,
    ms: performance.now() - began,
    images: images.length,
  })
  return new Promise((resolve) => {
    const request = httpRequest({
      ...{ host: "127.0.0.1", port, agent, method: "POST", path: batch === 1 ? "/classify" : "/classify/batch" },
      headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), "x-api-key": key },
      timeout: timeoutMs,
    })
    request.on("response", (response) => {
      const chunks: Buffer[] = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("error", (error) => resolve({ ...ended(), error: error.message }))
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString()
        const status = response.statusCode ?? 0
        const retryAfter = response.headers["retry-after"]
        resolve(
          status === 200
            ? { ...ended(), status, confidences: confidencesOf(text) }
            : { ...ended(), status, body: text.slice(0, 300), ...(retryAfter !== undefined && { retryAfter }) },
        )
      })
    })
    request.on("timeout", () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    request.on("error", (error) => resolve({ ...ended(), error: error.message }))
    request.end(body)
  })
}

function confidencesOf(text: string): number[] {
  const answers = [JSON.parse(text) as { confidence: number } | { confidence: number }[]].flat()
  return answers.map(({ confidence }) => confidence)
}
