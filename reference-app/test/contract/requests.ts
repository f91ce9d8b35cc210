import fc, { type Arbitrary } from "fast-check"
import { fitting } from "./arbitrary.js"
import type { ContractClient } from "./client.js"
import { encode, headerText, hostileText } from "./hostile-text.js"
import { anyJson, brokenBody, nearMiss } from "./near-miss.js"
import { onlyContent, type Operation } from "./openapi.js"
import type { RawRequest } from "./send.js"
import { shortly } from "./shortly.js"

const JSON_TYPE = "application/json"
const MEDIA_TYPES = [
  ...["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
  ...["application/json; charset=utf-16", "application/json;", "APPLICATION/JSON", "application/vnd.api+json", "json"],
  ...[
    "",
    ";",
    "application/json, text/plain",
    'application/json; charset="',
    "application/*",
    `text/${"x".repeat(999)}`,
  ],
]
const HEADERS = ["x-request-id", "accept", "x-forwarded-for", "origin", "cookie", "if-none-match", "range"]
/** Larger than any body that is taken. */
const HUGE_BYTES = [200_000, 2_000_000]

/** Any request of one operation: its method and its path, and all else as clients, scanners and mistakes send it. */
export function requestsOf(operation: Operation, client: ContractClient): Arbitrary<RawRequest> {
  const usually = <Value>(value: Value, ...others: Arbitrary<Value>[]): Arbitrary<Value> =>
    fc.oneof({ weight: 2 * others.length + 2, arbitrary: fc.constant(value) }, ...others)
  return fc
    .record({
      body: bodies(operation, client),
      given: parameters(operation, client),
      type: usually<string | undefined>(JSON_TYPE, fc.constantFrom(...MEDIA_TYPES), fc.constant(undefined)),
      // Not said: the right key.
      key: usually<string | null | undefined>(undefined, fc.constant(null), headerText),
      extra: fc.dictionary(fc.constantFrom(...HEADERS), headerText, { maxKeys: 3 }),
      query: fc.option(hostileText, { nil: undefined, freq: 6 }),
    })
    .map(({ body, given, type, key, extra, query }) => {
      const made = client.request(operation, { parameters: given, ...(key !== undefined && { key }) })
      const more = query === undefined ? "" : `${made.path.includes("?") ? "&" : "?"}${encode(query)}`
      const typed = body === undefined || type === undefined ? {} : { "content-type": type }
      return shortly({ ...made, path: made.path + more, headers: { ...made.headers, ...extra, ...typed }, body })
    })
}

function bodies(operation: Operation, client: ContractClient): Arbitrary<string | Uint8Array | undefined> {
  const taken = onlyContent(operation.requestBody?.content)
  if (!taken) return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, anyJson, brokenBody)
  const valid = fitting(taken.schema, client.document)
  return fc.oneof(
    { weight: 2, arbitrary: valid.map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: nearMiss(valid) },
    anyJson,
    brokenBody,
    fc.constant(undefined),
    fc.constantFrom(...HUGE_BYTES).map((size) => `{"pixels":[${"[0],".repeat(size / 4)}[0]]}`),
  )
}

function parameters(operation: Operation, client: ContractClient): Arbitrary<Record<string, unknown>> {
  const named = operation.parameters.map(({ name, in: place, schema, required }) => {
    const value = fc.oneof(fitting(schema, client.document), place === "header" ? headerText : hostileText)
    return [name, required ? value : fc.option(value, { nil: undefined })] as const
  })
  return fc.record(Object.fromEntries(named))
}
