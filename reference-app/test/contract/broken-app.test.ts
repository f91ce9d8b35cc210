import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, onTestFinished, test } from "vitest"
import { clientFor, ContractError, type Answer } from "./client.js"
import { readDocument } from "./openapi.js"
import { holdToPromise } from "./refusal.js"
import { sendRaw } from "./send.js"

const document = readDocument(
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Little app", version: "1.0.0" },
    paths: {
      "/things/{id}": {
        get: {
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
          security: [{ Key: [] }],
          responses: {
            200: {
              description: "",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
            },
            202: { description: "" },
            204: { description: "" },
          },
        },
      },
    },
    components: {
      schemas: {
        Thing: {
          type: "object",
          properties: { id: { type: "integer" }, at: { type: "string", format: "date-time" } },
          required: ["id"],
          additionalProperties: false,
        },
      },
      securitySchemes: { Key: { type: "apiKey", in: "header", name: "X-Key" } },
    },
  }),
)

type Reply = (response: ServerResponse, seen: { url: string; key: unknown }) => void

/** An app that answers everything in the same way. */
async function answering(reply: Reply): Promise<URL> {
  const server = createServer((request, response) =>
    reply(response, { url: request.url ?? "", key: request.headers["x-key"] }),
  )
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => void server.close())
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body))
  }

async function call(reply: Reply): Promise<Answer> {
  return clientFor(document, await answering(reply), "secret").call("GET /things/{id}", { parameters: { id: 7 } })
}

describe("the generic client", () => {
  test("fills in path and key as the document says and takes a documented answer", async () => {
    const answer = await call((response, { url, key }) =>
      json(200, { id: url === "/things/7" && key === "secret" ? 7 : 0 })(response, { url, key }),
    )
    expect(answer.body).toEqual({ id: 7 })
    expect((await call((response) => response.writeHead(204).end())).body).toBeUndefined()
  })

  test.each<[string, Reply, RegExp]>([
    ["an undocumented status", json(201, { id: 7 }), /answered 201 , which is not documented \(200, 202, 204 are\)/],
    ["a missing field", json(200, {}), /does not fit.*required/],
    ["a field of the wrong type", json(200, { id: "7" }), /does not fit.*integer/],
    ["a field that is not documented", json(200, { id: 7, secret: 1 }), /does not fit.*additional/],
    ["a time that is none", json(200, { id: 7, at: "yesterday" }), /does not fit.*date-time/],
    [
      "another type of content",
      (response) => response.writeHead(200, { "content-type": "text/html" }).end("7"),
      /as text\/html/,
    ],
    ["broken JSON", (response) => response.writeHead(200, { "content-type": "application/json" }).end("{"), /no JSON/],
    ["a body where none is documented", (response) => response.writeHead(202).end("x"), /body where none/],
  ])("does not take %s", async (_title, reply, message) => {
    await expect(call(reply)).rejects.toThrow(message)
    await expect(call(reply)).rejects.toBeInstanceOf(ContractError)
  })

  test("does not know an operation that the document does not have", async () => {
    const client = clientFor(document, new URL("http://127.0.0.1:1"), "secret")
    await expect(async () => client.call("GET /things")).rejects.toThrow(/the document has no GET \/things/)
  })
})

describe("the promise for every input", () => {
  const id = { "x-request-id": "r" }
  const promise = async (reply: Reply): Promise<void> => {
    holdToPromise("GET /", await sendRaw(await answering(reply), { method: "GET", path: "/" }))
  }

  test("is kept by a refusal in the one shape", async () => {
    await expect(promise(json(404, { detail: "Not Found", request_id: "r" }, id))).resolves.toBeUndefined()
    const list = [{ loc: ["body", 0], msg: "is missing", type: "missing" }]
    await expect(promise(json(422, { detail: list, request_id: "r" }, id))).resolves.toBeUndefined()
  })

  test.each<[string, Reply, RegExp]>([
    ["a 500", json(500, { detail: "Internal Server Error", request_id: "r" }, id), /no input may break/],
    ["no request id", json(404, { detail: "Not Found", request_id: "r" }), /without X-Request-ID/],
    ["another request id in the body", json(404, { detail: "Not Found", request_id: "s" }, id), /with the header r/],
    ["another shape", json(404, { message: "Not Found", request_id: "r" }, id), /another shape/],
    ["an empty list of mistakes", json(422, { detail: [], request_id: "r" }, id), /another shape/],
    [
      "an HTML page",
      (response) => response.writeHead(404, { ...id, "content-type": "text/html" }).end("<h1>"),
      /as text\/html/,
    ],
    ["a stack", json(400, { detail: "x\n    at run (/srv/app.js:1:2)", request_id: "r" }, id), /something internal/],
  ])("is broken by %s", async (_title, reply, message) => {
    await expect(promise(reply)).rejects.toThrow(message)
  })
})
