import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { noise } from "../helpers/images.js"
import { clientFor, type Answer, type Call, type ContractClient } from "./client.js"
import { readDocument } from "./openapi.js"
import { KEY, startRealService, type RealService } from "./real-service.js"
import { holdToPromise } from "./refusal.js"

let service: RealService
let client: ContractClient

beforeAll(async () => {
  service = await startRealService()
  client = await clientOf(service)
}, 150_000)
afterAll(() => service?.stop())

async function clientOf({ base }: RealService): Promise<ContractClient> {
  return clientFor(readDocument(await (await fetch(new URL("/openapi.json", base))).text()), base, KEY)
}

/** Calls an operation and expects this status; the client has held the answer against the document by then. */
async function ask(name: string, status: number, call?: Call): Promise<Answer> {
  const answer = await client.call(name, call)
  expect([name, answer.status, status < 400 ? "" : answer.text]).toEqual([
    name,
    status,
    status < 400 ? "" : expect.any(String),
  ])
  holdToPromise(name, answer)
  return answer
}

const drawing = (seed: number): { pixels: number[][] } => ({ pixels: noise(seed) })

describe("a client made from the published document", () => {
  test("does everything that the service can do", async () => {
    const done: string[] = []
    const succeed = async (name: string, status: number, call?: Call): Promise<Answer> => {
      done.push(name)
      return ask(name, status, call)
    }
    const classified = await succeed("POST /classify", 200, { body: drawing(1) })
    const id = Number(classified.headers["x-prediction-id"])
    expect((await succeed("POST /preview", 200, { body: drawing(1) })).body).toEqual(classified.body)
    expect(
      (await succeed("POST /classify/batch", 200, { body: { images: [drawing(1).pixels, drawing(2).pixels] } })).body,
    ).toMatchObject([classified.body, {}])
    expect((await succeed("GET /predictions/{id}", 200, { parameters: { id } })).body).toMatchObject({ id })
    const label = { correct_label: "3" }
    expect((await succeed("PUT /predictions/{id}", 200, { parameters: { id }, body: label })).body).toMatchObject(label)
    expect((await succeed("POST /feedback", 201, { body: { id, correct_label: "4" } })).body).toMatchObject({
      id,
      correct_label: "4",
    })
    const page = await succeed("GET /results", 200, { parameters: { limit: 1 } })
    expect(page.headers.link).toMatch(/rel="next"/)
    expect(page.body).toMatchObject({ results: [{ id: id + 2 }] })
    await succeed("DELETE /predictions/{id}", 204, { parameters: { id } })
    await ask("GET /predictions/{id}", 404, { parameters: { id } })
    await succeed("GET /health", 200)
    await succeed("GET /ready", 200)
    await succeed("GET /version", 200)
    await succeed("GET /analytics", 200)
    await succeed("GET /metrics", 200)
    // An operation that is added to the service belongs into this story.
    expect(done.toSorted()).toEqual(client.operations.map(({ name }) => name).toSorted())
  })

  test("is refused without the key, with a wrong and with an empty one, wherever the document asks for it", async () => {
    const guarded = client.operations.filter(({ security }) => security.length > 0)
    expect(guarded.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "POST /classify",
        "POST /classify/batch",
        "PUT /predictions/{id}",
        "DELETE /predictions/{id}",
        "POST /feedback",
      ]),
    )
    const bodies: Record<string, unknown> = {
      "POST /classify": drawing(1),
      "POST /preview": drawing(1),
      "POST /classify/batch": { images: [drawing(1).pixels] },
      "PUT /predictions/{id}": { correct_label: "1" },
      "POST /feedback": { id: 1, correct_label: "1" },
    }
    for (const { name } of guarded) {
      for (const key of [null, "wrong", "", `${KEY}x`, KEY.slice(1)]) {
        const answer = await ask(name, 401, { key, parameters: { id: 1 }, body: bodies[name] })
        expect(answer.body).toMatchObject({ detail: "Invalid API key" })
      }
    }
  })

  test("finds every refusal documented that a busy service gives", { timeout: 180_000 }, async () => {
    const busy = await startRealService({ PERSISTENCE: "none", RATE_LIMIT_GENERAL: "1", RATE_LIMIT_CLASSIFY: "1" })
    try {
      // The documentation is behind the limit as well, so the document comes from the other server.
      const limited = clientFor(client.document, busy.base, KEY)
      for (const operation of limited.operations.filter(({ name }) => name !== "GET /metrics")) {
        const answer = await limited.send(operation, limited.request(operation, { parameters: { id: 1 } }))
        holdToPromise(operation.name, answer)
        expect([operation.name, answer.status]).toEqual([operation.name, 429])
        expect(answer.headers["retry-after"]).toMatch(/^\d+$/)
      }
    } finally {
      await busy.stop()
    }
  })
})
