import fc, { type Arbitrary } from "fast-check"
import type { ContractClient } from "./client.js"
import { encode, headerText, hostileText } from "./hostile-text.js"
import { anyJson, brokenBody } from "./near-miss.js"
import type { RawRequest } from "./send.js"
import { shortly } from "./shortly.js"

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "M-SEARCH", "LINK"]
const HEADERS = ["content-type", "x-api-key", "x-request-id", "accept", "upgrade"]
const UNDECODABLE = ["/%", "/%ff", "/%00", "/%c0%ae%c0%ae/", "/..%2f..%2fetc/passwd", "/classify%2fbatch"]
const ODD = ["*", "//", "/?", "/#", "/.env", "/.git/config"]

/** Requests that no operation takes: other methods, other paths, too much of everything. */
export function strayRequests(client: ContractClient): Arbitrary<RawRequest> {
  const known = fc.constantFrom(...client.operations.map(({ path }) => path.replaceAll(/\{\w+\}/g, "1")))
  const length = fc.integer({ min: 100, max: 12_000 })
  const stray = fc.oneof(
    hostileText.map((text) => `/${encode(text)}`),
    fc.tuple(known, hostileText).map(([path, text]) => `${path}/${encode(text)}`),
    known.map((path) => path.toUpperCase()),
    known.map((path) => `/${path}//..`),
    fc.constantFrom(...UNDECODABLE, ...ODD),
    length.map((characters) => `/${"a".repeat(characters)}`),
    length.map((characters) => `/predictions/${"1".repeat(characters)}`),
  )
  return fc
    .record({
      method: fc.constantFrom(...METHODS),
      path: fc.oneof(known, stray),
      headers: fc.dictionary(fc.constantFrom(...HEADERS), headerText, { maxKeys: 2 }),
      body: fc.option(fc.oneof(anyJson, brokenBody), { nil: undefined }),
    })
    .map(shortly)
}
