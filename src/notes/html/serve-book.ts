import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { CourseError } from "../../errors/course-error.js"
import { renderBook, type Book, type BookInput } from "./book.js"

export interface ServedBook {
  /** `http://127.0.0.1:41234/` */
  url: string
  book: Book
  close(): Promise<void>
}

const HOST = "127.0.0.1"

/**
 * Serves the book from memory to browsers of this machine. Whoever asks under another name gets nothing, so that no page of the
 * internet reads it by way of a name that leads here. @throws CourseError COURSE_PORT_TAKEN
 */
export async function serveBook(input: BookInput, { port = 0 }: { port?: number } = {}): Promise<ServedBook> {
  const book = renderBook(input)
  const server = createServer((request, response) => answer(book, request, response))
  await listen(server, port)
  const { port: taken } = server.address() as AddressInfo
  return { url: `http://${HOST}:${taken}/`, book, close: () => close(server) }
}

function answer({ files }: Book, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  if (!isOwnName(request)) return refuse(response, 421, "This address is not that of the book.")
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD")
    return refuse(response, 405, "The book can only be read.")
  }
  const [path = "/"] = (request.url ?? "/").split("?", 1)
  const name = path === "/" ? "index.html" : path.slice(1)
  const text = files.get(name)
  if (text === undefined) return refuse(response, 404, "The book has no such page.")
  response.setHeader("Content-Type", TYPES[name.slice(name.lastIndexOf("."))] ?? "text/plain; charset=utf-8")
  response.setHeader("Content-Length", Buffer.byteLength(text))
  response.end(text)
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.statusCode = status
  response.setHeader("Content-Type", "text/plain; charset=utf-8")
  response.end(`${reason}\n`)
}

function isOwnName({ headers, socket }: IncomingMessage): boolean {
  return headers.host === `${HOST}:${socket.localPort}` || headers.host === `localhost:${socket.localPort}`
}

const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen(port, HOST, resolve)
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CourseError("COURSE_PORT_TAKEN", `The book cannot be served on port ${port} of ${HOST}: ${reason}`, {
      hint: "Name another port, or leave --port away: then a free one is taken.",
      cause,
    })
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
  })
  // Browsers keep their connections open for the next page.
  server.closeAllConnections()
  await closed
}
