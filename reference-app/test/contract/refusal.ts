import { z } from "zod"
import { ContractError } from "./client.js"
import type { RawResponse } from "./send.js"

const refusal = z.object({
  detail: z.union([
    z.string().min(1),
    z
      .array(
        z.strictObject({
          loc: z.array(z.union([z.string(), z.int()])),
          msg: z.string().min(1),
          type: z.string().min(1),
        }),
      )
      .min(1),
  ]),
  request_id: z.string().min(1),
})

/**
 * Holds any answer against what is promised for every input: never a 5xx, every refusal in the one shape, every answer with a request
 * id that the body repeats, no stack and no path of a file inside.
 * @throws ContractError
 */
export function holdToPromise(sent: string, { status, headers, text }: RawResponse): void {
  const complain = (what: string): ContractError =>
    new ContractError(`${sent.slice(0, 120)} was answered ${status} ${what}; the body is ${text.slice(0, 500)}`)
  if (status >= 500) throw complain("although no input may break the service")
  if (headers["x-request-id"] === undefined) throw complain("without X-Request-ID")
  if (/\bat .+:\d+:\d+|node_modules|file:\/\//.test(text)) throw complain("with something internal")
  // An answer to HEAD has the headers of a body that is not sent.
  if (status < 400 || sent.startsWith("HEAD ")) return
  if (!headers["content-type"]?.startsWith("application/json"))
    throw complain(`as ${headers["content-type"] ?? "no type"}`)
  const shape = refusal.safeParse(parse(text))
  if (!shape.success) throw complain(`in another shape than that of errors (${z.prettifyError(shape.error)})`)
  if (shape.data.request_id !== headers["x-request-id"])
    throw complain(`with the header ${String(headers["x-request-id"])}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
