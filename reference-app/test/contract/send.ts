import { request as httpRequest, type IncomingHttpHeaders } from "node:http"

const TIMEOUT_MS = 20_000

export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
}

export interface RawResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/**
 * One request over a connection of its own, with nothing corrected on the way: `fetch` would change paths and refuse methods.
 * @throws Error when no answer comes, or the request cannot be written as HTTP at all
 */
export function sendRaw(base: URL, { method, path, headers = {}, body }: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }
    const options = {
      host: base.hostname,
      port: base.port,
      method,
      path,
      headers: { ...length, ...headers },
      agent: false,
    }
    let answered = false
    const request = httpRequest({ ...options, timeout: TIMEOUT_MS }, (response) => {
      answered = true
      const chunks: Buffer[] = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("error", reject)
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      })
    })
    request.on("timeout", () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)))
    // A server that refuses a body may close while it is still being written; what it answered counts.
    request.on("error", (error) => answered || reject(error))
    request.end(body)
  })
}
