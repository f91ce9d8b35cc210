import { request, type ClientRequest, type IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import type { HttpObservation, Observation } from "../engine/observation.js"
import type { HttpSpec } from "../engine/probe.js"
import { CourseError } from "../errors/course-error.js"
import { patienceSignal } from "./patience.js"
import type { HostConnection } from "./ports.js"
import { printable } from "./printable.js"
import { ProxyStream } from "./proxy-command.js"
import { interrupted, unobservedBecause } from "./unobserved.js"

const HEADER_BYTES = 64 * 1024

type Why = Extract<HttpObservation, { status: "no-response" }>["why"]

/**
 * Makes one request as the host itself would. Redirects are answers. That no answer comes is a fact about the service; only what is
 * wrong with the connection to the host itself is unobserved.
 */
export async function observeHttp(
  connection: HostConnection,
  spec: HttpSpec,
  signal?: AbortSignal,
): Promise<Observation> {
  const began = performance.now()
  const deadline = patienceSignal(spec.timeoutMs)
  const either = signal ? AbortSignal.any([deadline.signal, signal]) : deadline.signal
  const silence = (why: Why, message: string): Observation => ({
    status: "no-response",
    why,
    message,
    durationMs: performance.now() - began,
  })
  const url = new URL(spec.url)
  const place = `${url.hostname}, port ${url.port || "80"}`
  const late = (): Observation =>
    signal?.aborted
      ? unobservedBecause(interrupted())
      : silence("timeout", `No answer from ${place} within ${spec.timeoutMs / 1000} s.`)
  let stream: Duplex
  try {
    const hostname = url.hostname.replace(/^\[|\]$/g, "")
    stream = await connection.openTcp(hostname, Number(url.port || 80), either)
  } catch (error) {
    deadline.stop()
    if (either.aborted) return late()
    if (error instanceof CourseError) return unobservedBecause(error)
    return refusedForwarding(error, spec.host) ?? noConnection(error, place, silence)
  }
  try {
    return await exchange(stream, spec, url, either, began)
  } catch (error) {
    if (either.aborted) return late()
    if (isParseError(error))
      return silence("not-http", `What ${place} answers is not HTTP: ${printable(String(error))}`)
    if (stream instanceof ProxyStream && stream.received === 0) return throughProxy(stream, place, silence)
    return silence("closed", `${place} closed the connection before it had answered.`)
  } finally {
    deadline.stop()
    stream.destroy()
  }
}

async function exchange(
  stream: Duplex,
  spec: HttpSpec,
  url: URL,
  signal: AbortSignal,
  began: number,
): Promise<Observation> {
  const body = spec.body === undefined ? undefined : Buffer.from(spec.body)
  // A stream that breaks while nobody reads it must not end the program; the request tells what happened.
  stream.on("error", () => undefined)
  const [message, sent] = await new Promise<[IncomingMessage, ClientRequest]>((resolve, reject) => {
    const sent = request({
      createConnection: () => stream,
      method: spec.method,
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        connection: "close",
        "user-agent": "course",
        accept: "*/*",
        ...(body ? { "content-length": body.length } : {}),
        ...spec.headers,
      },
      maxHeaderSize: HEADER_BYTES,
      signal,
    })
    sent.once("response", (response) => resolve([response, sent]))
    sent.once("upgrade", (response) => resolve([response, sent]))
    sent.on("error", reject)
    stream.once("close", () => reject(new Error("closed")))
    sent.end(body)
  })
  sent.on("error", () => undefined)
  const { text, truncated } = await readBody(message, spec.maxBytes)
  const headers = Object.entries(message.headersDistinct).map(
    ([name, values]) => [name, (values ?? []).join(", ")] as const,
  )
  return {
    status: "response",
    statusCode: message.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: text,
    truncated,
    durationMs: performance.now() - began,
  }
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<{ text: string; truncated: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) {
      return { text: Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8"), truncated: true }
    }
  }
  return { text: Buffer.concat(chunks).toString("utf8"), truncated: false }
}

function isParseError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("HPE_")
}

/** The SSH server may forbid forwarding: then nothing is known about the service. */
function refusedForwarding(error: unknown, role: string): Observation | undefined {
  if (!(error instanceof Error) || !("reason" in error) || error.reason !== 1) return undefined
  return unobservedBecause(
    new CourseError("COURSE_HOST_BUSY", `The SSH server of ${role} forbids course to make requests from there.`, {
      hint: "Set `AllowTcpForwarding yes` in its sshd configuration, at least for this account.",
      cause: error,
    }),
  )
}

function noConnection(error: unknown, place: string, silence: (why: Why, message: string) => Observation): Observation {
  const text = error instanceof AggregateError ? error.errors.map(String).join(" ") : String(error)
  if (/refused/i.test(text)) return silence("refused", `Nothing listens on ${place}.`)
  if (/timed out|ETIMEDOUT/i.test(text)) return silence("timeout", `No answer from ${place}.`)
  return silence("unreachable", `No way leads to ${place}: ${printable(text)}`)
}

/** A proxy command that ends at once with a failure did not get through; most of them do not say why. */
function throughProxy(
  stream: ProxyStream,
  place: string,
  silence: (why: Why, message: string) => Observation,
): Observation {
  if (stream.exitCode === 0) return silence("closed", `${place} closed the connection before it had answered.`)
  const said = stream.complaint()
  if (/timed out/i.test(said)) return silence("timeout", `No answer from ${place}.`)
  if (/no route|unreachable|resolve|not known/i.test(said))
    return silence("unreachable", `No way leads to ${place}: ${said}`)
  return silence("refused", `Nothing listens on ${place}.`)
}
