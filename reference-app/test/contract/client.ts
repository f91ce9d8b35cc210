import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import { onlyContent, operationsOf, type OpenApiDocument, type Operation, type Schema } from "./openapi.js"
import { sendRaw, type RawRequest, type RawResponse } from "./send.js"

/** The service answered with something that its document does not say. */
export class ContractError extends Error {
  override readonly name = "ContractError"
}

export interface Call {
  /** By name, for the path, the query and the headers alike. */
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  /** What is shown as the API key; nothing with `null`. */
  readonly key?: string | null
}

export interface Answer extends RawResponse {
  /** Parsed as the document's media type says: JSON, or the text itself. */
  readonly body: unknown
}

export interface ContractClient {
  readonly document: OpenApiDocument
  readonly operations: readonly Operation[]
  operation(name: string): Operation
  /** What `call` would send. */
  request(operation: Operation, call?: Call): RawRequest
  /** Sends a request made from the document and holds the answer against it. @throws ContractError */
  call(name: string, call?: Call): Promise<Answer>
  /** Sends any bytes as a request of this operation and holds the answer against the document. @throws ContractError */
  send(operation: Operation, request: RawRequest): Promise<Answer>
}

/**
 * A client made from nothing but the OpenAPI document: it knows no route, no field and no header of its own.
 * @param key sent wherever the document asks for an API key, unless a call says otherwise
 */
export function clientFor(document: OpenApiDocument, base: URL, key: string): ContractClient {
  const operations = operationsOf(document)
  const check = responseChecker(document)

  const operation = (name: string): Operation => {
    const found = operations.find((one) => one.name === name)
    if (!found)
      throw new ContractError(`the document has no ${name}; it has ${operations.map((one) => one.name).join(", ")}`)
    return found
  }

  const request = (wanted: Operation, { parameters = {}, body, key: shown = key }: Call = {}): RawRequest => {
    const taken = onlyContent(wanted.requestBody?.content)
    return {
      method: wanted.method,
      path: fillPath(wanted, parameters),
      headers: {
        ...(shown === null ? {} : keyHeaders(document, wanted, shown)),
        ...headerParameters(wanted, parameters),
        ...(taken && body !== undefined && { "content-type": taken.type }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }
  }

  const send = async (wanted: Operation, raw: RawRequest): Promise<Answer> => {
    const response = await sendRaw(base, raw)
    return { ...response, body: check(wanted, response) }
  }

  return {
    document,
    operations,
    operation,
    request,
    send,
    call: (name, call) => send(operation(name), request(operation(name), call)),
  }
}

function keyHeaders(document: OpenApiDocument, operation: Operation, key: string): Record<string, string> {
  const [needed] = operation.security
  return Object.fromEntries(
    Object.keys(needed ?? {}).map((name) => {
      const scheme = document.components.securitySchemes[name]
      if (!scheme) throw new ContractError(`${operation.name} asks for ${name}, which the document does not describe`)
      return [scheme.name, key]
    }),
  )
}

function fillPath({ path, parameters: known }: Operation, given: Readonly<Record<string, unknown>>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given[name])))
  const query = known
    .filter((parameter) => parameter.in === "query" && given[parameter.name] !== undefined)
    .map(({ name }) => `${encodeURIComponent(name)}=${encodeURIComponent(String(given[name]))}`)
  return query.length === 0 ? filled : `${filled}?${query.join("&")}`
}

function headerParameters({ parameters }: Operation, given: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = parameters.filter((one) => one.in === "header" && given[one.name] !== undefined).map(({ name }) => name)
  return Object.fromEntries(names.map((name) => [name, String(given[name])]))
}

/** Holds an answer against what the document says of its operation and status. */
function responseChecker(document: OpenApiDocument): (operation: Operation, response: RawResponse) => unknown {
  const compile = schemaCompiler(document)
  return (operation, { status, headers, text }) => {
    const complain = (what: string): ContractError =>
      new ContractError(`${operation.name} answered ${status} ${what}; the body is ${text.slice(0, 500)}`)
    const documented = operation.responses[String(status)]
    if (!documented) throw complain(`, which is not documented (${Object.keys(operation.responses).join(", ")} are)`)
    const wanted = onlyContent(documented.content)
    if (!wanted) {
      if (text !== "") throw complain("with a body where none is documented")
      return undefined
    }
    const type = headers["content-type"] ?? "none"
    if (type.split(";")[0] !== wanted.type) throw complain(`as ${type}, the document says ${wanted.type}`)
    if (wanted.type !== "application/json") return text
    const body = parse(text, complain)
    const fits = compile(wanted.schema)
    if (!fits(body)) throw complain(`with a body that does not fit: ${JSON.stringify(fits.errors)}`)
    return body
  }
}

function parse(text: string, complain: (what: string) => ContractError): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw complain("with a body that is no JSON")
  }
}

/** The formats that the document may use, said once more by other means than the service's own. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  "date-time": (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  uuid: (text) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
}

function schemaCompiler(document: OpenApiDocument): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: false, formats: { ...FORMATS } })
  const compiled = new Map<Schema, ValidateFunction>()
  return (schema) => {
    let check = compiled.get(schema)
    if (!check) {
      // References point into the document, so the schema brings the document's part along.
      check = ajv.compile({ ...schema, components: document.components })
      compiled.set(schema, check)
    }
    return check
  }
}
