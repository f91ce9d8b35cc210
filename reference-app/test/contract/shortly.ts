import fc from "fast-check"
import type { RawRequest } from "./send.js"

const SHOWN = 300

/** The same request, which fast-check shows without the thousands of characters that its path or body may have. */
export function shortly(request: RawRequest): RawRequest {
  const show = (): string => {
    const body = request.body === undefined ? "nothing" : Buffer.from(request.body).toString().slice(0, SHOWN)
    return `${request.method} ${request.path.slice(0, SHOWN)} ${JSON.stringify(request.headers)} with ${body}`
  }
  return Object.defineProperty({ ...request }, fc.toStringMethod, { value: show })
}
