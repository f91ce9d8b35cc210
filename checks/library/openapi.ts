import { isObject } from "./http.js"

/** What a check wants to know of one operation of an OpenAPI document (https://spec.openapis.org/oas/v3.1.0). */
export interface Operation {
  method: string
  path: string
  statuses: string[]
  requestSchema: boolean
  responseSchema: boolean
  /** Names of its header parameters, in lower case. */
  headers: string[]
  /** Does it, or the document for all, ask for one of these security schemes? */
  security: string[]
}

const METHODS = ["get", "post", "put", "patch", "delete"]

export function operationsOf(document: Record<string, unknown>): Operation[] {
  const paths = isObject(document.paths) ? document.paths : {}
  return Object.entries(paths).flatMap(([path, item]) =>
    isObject(item)
      ? METHODS.filter((method) => isObject(item[method])).map((method) =>
          read(document, path, method, item[method] as Record<string, unknown>),
        )
      : [],
  )
}

export function operationOf(document: Record<string, unknown>, method: string, path: string): Operation | undefined {
  const plain = (text: string): string => (text.length > 1 ? text.replace(/\/$/, "") : text)
  return operationsOf(document).find((operation) => operation.method === method && plain(operation.path) === path)
}

/** Names of the security schemes that are an API key in the header X-API-Key. */
export function apiKeySchemes(document: Record<string, unknown>): string[] {
  const components = isObject(document.components) ? document.components : {}
  const schemes = isObject(components.securitySchemes) ? components.securitySchemes : {}
  return Object.entries(schemes)
    .filter(
      ([, scheme]) =>
        isObject(scheme) &&
        scheme.type === "apiKey" &&
        scheme.in === "header" &&
        String(scheme.name).toLowerCase() === "x-api-key",
    )
    .map(([name]) => name)
}

function read(
  document: Record<string, unknown>,
  path: string,
  method: string,
  operation: Record<string, unknown>,
): Operation {
  const responses = isObject(operation.responses) ? operation.responses : {}
  const security = [operation.security ?? document.security].flat().filter(isObject).flatMap(Object.keys)
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.filter(isObject) : []
  return {
    method,
    path,
    statuses: Object.keys(responses),
    requestSchema: hasSchema(operation.requestBody),
    responseSchema: Object.entries(responses).some(
      ([status, response]) => status.startsWith("2") && hasSchema(response),
    ),
    headers: parameters
      .filter((parameter) => parameter.in === "header")
      .map((parameter) => String(parameter.name).toLowerCase()),
    security,
  }
}

/** Is there a schema that says anything under `content`? */
function hasSchema(body: unknown): boolean {
  if (!isObject(body)) return false
  if (typeof body.$ref === "string") return true
  if (!isObject(body.content)) return false
  return Object.values(body.content).some(
    (media) => isObject(media) && isObject(media.schema) && Object.keys(media.schema).length > 0,
  )
}
