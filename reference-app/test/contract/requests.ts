import fc, { type Arbitrary } from "fast-check"
import { fitting } from "./arbitrary.js"
import type { ContractClient } from "./client.js"
import { anyJson, brokenBody, nearMiss } from "./near-miss.js"
import { onlyContent, type Operation } from "./openapi.js"
import type { RawRequest } from "./send.js"

const JSON_TYPE = "application/json"
const MEDIA_TYPES = [
  ...[
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
  ],
  ...[
    "application/json; charset=utf-16",
    "application/json;",
    "APPLICATION/JSON",
    "application/vnd.api+json",
    "application/*",
  ],
  ...[
    "json",
    "",
    ";",
    "application/json, text/plain",
    'application/json; charset="',
    "image/png",
    `text/${"x".repeat(1000)}`,
  ],
]

/** A header may hold these; everything else cannot be written as HTTP. */
const headerText = (maxLength: number): Arbitrary<string> =>
  fc.stringMatching(/^[\x21-\x7e\x80-\xff]{0,60}$/, { size: "small" }).map((text) => text.slice(0, maxLength))

const texts: Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    ...[
      "0",
      "-1",
      "1e3",
      "0x10",
      "1.5",
      " 1",
      "NaN",
      "null",
      "true",
      "[object Object]",
      "\u0000",
      "１",
      "9".repeat(400),
    ],
  ),
  fc.constantFrom(
    ...["2147483647", "2147483648", "9007199254740993", "1e400", "1;DROP TABLE predictions", "../../etc/passwd", "%00"],
  ),
)

/** Requests that are right in everything but what they say: a fitting body and parameters of any value. */
function bodies(operation: Operation, client: ContractClient): Arbitrary<string | Uint8Array | undefined> {
  const taken = onlyContent(operation.requestBody?.content)
  if (!taken) return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, anyJson, brokenBody)
  const valid = fitting(taken.schema, client.document)
  return fc.oneof(
    valid.map((value) => JSON.stringify(value)),
    { weight: 4, arbitrary: nearMiss(valid) },
    anyJson,
    brokenBody,
    fc.constant(undefined),
    // Larger than any body that is taken.
    fc.constantFrom(200_000, 2_000_000).map((size) => `{"pixels":[${"[0],".repeat(size / 4)}[0]]}`),
  )
}

function parameters(operation: Operation, client: ContractClient): Arbitrary<Record<string, unknown>> {
  const named = operation.parameters.map(({ name, schema, required }) => {
    const value = fc.oneof(fitting(schema, client.document), texts)
    return [name, required ? value : fc.option(value, { nil: undefined })] as const
  })
  return fc.record(Object.fromEntries(named))
}

/** Any request of one operation: its method and its path, and all else as clients, scanners and mistakes send it. */
export function requestsOf(operation: Operation, client: ContractClient): Arbitrary<RawRequest> {
  const type = fc.oneof(
    { weight: 6, arbitrary: fc.constant(JSON_TYPE) },
    fc.constantFrom(...MEDIA_TYPES),
    fc.constant(undefined),
  )
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    fc.constant(null),
    headerText(60).filter((text) => text.trim() !== ""),
  )
  const extra = fc.dictionary(
    fc.constantFrom(
      "x-request-id",
      "accept",
      "x-forwarded-for",
      "origin",
      "cookie",
      "if-none-match",
      "range",
      "accept-encoding",
    ),
    headerText(60),
    { maxKeys: 3 },
  )
  return fc
    .record({
      body: bodies(operation, client),
      given: parameters(operation, client),
      type,
      key,
      extra,
      query: fc.option(texts, { nil: undefined, freq: 6 }),
    })
    .map(({ body, given, type: mediaType, key: shown, extra: more, query }) => {
      const made = client.request(operation, { parameters: given, ...(shown !== undefined && { key: shown }) })
      const path =
        query === undefined ? made.path : `${made.path}${made.path.includes("?") ? "&" : "?"}${encode(query)}`
      const headers = {
        ...made.headers,
        ...more,
        ...(body !== undefined && mediaType !== undefined && { "content-type": mediaType }),
      }
      return { ...made, path, headers, body }
    })
}

/** Requests that no operation takes: other methods, other paths, too much of everything. */
export function strayRequests(client: ContractClient): Arbitrary<RawRequest> {
  const known = fc.constantFrom(...client.operations.map(({ path }) => path.replaceAll(/\{\w+\}/g, "1")))
  const stray = fc.oneof(
    texts.map((text) => `/${encode(text)}`),
    fc.tuple(known, texts).map(([path, text]) => `${path}/${encode(text)}`),
    known.map((path) => path.toUpperCase()),
    known.map((path) => `/${path}//..`),
    fc.constantFrom(
      "/%",
      "/%ff",
      "/%00",
      "/%c0%ae%c0%ae/",
      "/..%2f..%2fetc/passwd",
      "*",
      "//",
      "/?",
      "/#",
      "/classify%2fbatch",
      "/.env",
      "/.git/config",
    ),
    fc.integer({ min: 100, max: 12_000 }).map((length) => `/${"a".repeat(length)}`),
    fc.integer({ min: 100, max: 12_000 }).map((length) => `/predictions/${"1".repeat(length)}`),
  )
  return fc.record({
    method: fc.constantFrom(
      "GET",
      "HEAD",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "OPTIONS",
      "TRACE",
      "PROPFIND",
      "SEARCH",
      "M-SEARCH",
      "LINK",
    ),
    path: fc.oneof(known, stray),
    headers: fc.dictionary(
      fc.constantFrom("content-type", "x-api-key", "x-request-id", "accept", "upgrade"),
      headerText(60),
      { maxKeys: 2 },
    ),
    body: fc.option(fc.oneof(anyJson, brokenBody), { nil: undefined }),
  })
}

/** Percent-encoded; half a surrogate pair has no UTF-8, and becomes the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}
