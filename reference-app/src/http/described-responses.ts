import type { OpenAPIV3_1 } from "openapi-types"

/** What each status means here, whichever route answers it. */
const MEANINGS: Readonly<Record<string, string>> = {
  200: "Done",
  201: "Noted",
  204: "Done; there is nothing to say",
  400: "The body is not JSON",
  401: "The key is missing, empty or wrong",
  403: "Not allowed from this address or page",
  404: "There is no such thing",
  413: "The body is too large",
  415: "The body's media type is not application/json",
  422: "The request does not fit; the list says where and why",
  429: "Too many requests; Retry-After says when to come back",
  503: "A part that is needed does not answer, or too much is waiting; try again later",
}

type Header = OpenAPIV3_1.HeaderObject

const text = (description: string): Header => ({ description, schema: { type: "string" } })
const integer = (description: string): Header => ({ description, schema: { type: "integer", minimum: 0 } })

const REQUEST_ID = { "X-Request-ID": text("The id of this request, as sent or made; the same one is in the log") }
const RATE = {
  "X-RateLimit-Limit": integer("Requests per minute in the tighter budget; absent while limits are off"),
  "X-RateLimit-Remaining": integer("How many of them are left"),
  "X-RateLimit-Reset": integer("Seconds until the budget is full again"),
}
const RETRY = { "Retry-After": integer("Seconds until it is worth trying again") }
const MODEL = { "X-Model-Version": text("The version of the model that answered, one per image") }
const STORED = { "X-Prediction-Id": text("The id of the stored row, one per image; absent while rows wait on disk") }

/** Headers of one status of one operation. */
const OWN: Readonly<Record<string, Readonly<Record<string, Header>>>> = {
  "post /classify 200": { ...MODEL, ...STORED },
  "post /classify/batch 200": { ...MODEL, ...STORED },
  "post /preview 200": MODEL,
  "get /results 200": { Link: text('`</results?limit=20&before=17>; rel="next"`: the page after this one, if any') },
}

/** Says of every response in the document what it means and which headers it carries, and of every request its id. */
export function describeResponses(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations ?? {})) {
      if (typeof operation !== "object" || !("responses" in operation)) continue
      operation.parameters = [...(operation.parameters ?? []), REQUEST_ID_PARAMETER]
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        if ("$ref" in response) continue
        if (status === "204") delete response.content
        response.description = MEANINGS[status] ?? response.description
        response.headers = {
          ...response.headers,
          ...REQUEST_ID,
          ...(path !== "/metrics" && RATE),
          ...((status === "429" || status === "503") && RETRY),
          ...OWN[`${method} ${path.replace(/^\/ui/, "")} ${status}`],
        }
      }
    }
  }
  return document
}

const REQUEST_ID_PARAMETER: OpenAPIV3_1.ParameterObject = {
  name: "X-Request-ID",
  in: "header",
  required: false,
  description: "An id of your own for this request; another one is made when it does not fit",
  schema: { type: "string", pattern: "^[A-Za-z0-9._-]{1,128}$" },
}
