import type { Socket } from "node:net"
import { randomUUID } from "node:crypto"
import type { ConnectionError } from "fastify"

const BROKEN_REQUESTS: Readonly<Record<string, readonly [status: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request did not arrive in time"],
  HPE_HEADER_OVERFLOW: ["431 Request Header Fields Too Large", "The headers are too large"],
}

/** Answers bytes that are no HTTP request, before there is a request to answer, and closes the connection. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, detail] = BROKEN_REQUESTS[error.code] ?? ["400 Bad Request", "Not a valid HTTP request"]
  const id = randomUUID()
  const body = JSON.stringify({ detail, request_id: id })
  const head = [
    `HTTP/1.1 ${status}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${body.length}`,
    `x-request-id: ${id}`,
    "x-content-type-options: nosniff",
    "connection: close",
  ]
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`)
}
