import type { LightMyRequestResponse } from "fastify"
import { describe, expect, test } from "vitest"
import { flat, noise } from "../helpers/images.js"
import { KEY, startService, type TestService } from "../helpers/service.js"

async function fill({ store }: TestService, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await store.add([
      {
        ref: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
        ...{ prediction: "1", confidence: 0.5, modelVersion: "v1" },
        createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, i, 5)),
        alternatives: [],
      },
    ])
  }
}

const headers = { "x-api-key": KEY }
const ids = (body: { results: { id: number }[] }): number[] => body.results.map(({ id }) => id)

describe("GET /results", () => {
  test("lists the rows newest first with their five fields", async () => {
    const { app, post } = await startService()
    const first = (await post({ pixels: noise(4) })).json()
    const second = (await post({ pixels: noise(5) })).json()
    const { results } = (await app.inject("/results")).json()
    expect(ids({ results })).toEqual([2, 1])
    expect(results.map((row: { confidence: number }) => row.confidence)).toEqual([second.confidence, first.confidence])
    expect(Object.keys(results[0])).toEqual(["id", "prediction", "confidence", "model_version", "created_at"])
    expect(new Date(results[0].created_at).toISOString()).toBe(results[0].created_at)
  })

  test("shows the newest twenty, and its link leads through all of them", async () => {
    const service = await startService()
    await fill(service, 45)
    const seen: number[] = []
    let next: string | undefined = "/results"
    for (let pages = 0; next !== undefined && pages < 10; pages++) {
      const response: LightMyRequestResponse = await service.app.inject(next)
      seen.push(...ids(response.json()))
      next = /^<(.+)>; rel="next"$/.exec(String(response.headers.link ?? ""))?.[1]
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, i) => 45 - i))
  })

  test("has no link where nothing is left, even when the last page is full", async () => {
    const service = await startService()
    await fill(service, 20)
    expect((await service.app.inject("/results")).headers).not.toHaveProperty("link")
    expect((await service.app.inject("/results?limit=19")).headers.link).toBe(
      '</results?limit=19&before=2>; rel="next"',
    )
  })

  test.each([
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=1.5", "limit"],
    ["limit=x", "limit"],
    ["limit=", "limit"],
    ["limit=1&limit=2", "limit"],
    ["before=0", "before"],
    ["before=-1", "before"],
    ["before=2147483648", "before"],
    ["before=%00", "before"],
    ["before=1;DROP", "before"],
  ])("refuses %s with 422 and says where", async (query, name) => {
    const { app } = await startService()
    const response = await app.inject(`/results?${query}`)
    expect(response.statusCode).toBe(422)
    expect(response.json().detail[0].loc).toEqual(["query", name])
  })

  test("is 503 while the database is down", async () => {
    const { app, store } = await startService()
    store.down = true
    const response = await app.inject("/results")
    expect([response.statusCode, response.json().detail]).toEqual([
      503,
      "The database does not answer; try again later",
    ])
  })
})

describe("/predictions/:id", () => {
  test("GET shows a row, also how it was corrected", async () => {
    const service = await startService()
    await fill(service, 2)
    const row = { id: 2, prediction: "1", confidence: 0.5, model_version: "v1", created_at: "2026-01-01T00:00:01.005Z" }
    expect((await service.app.inject("/predictions/2")).body).toBe(JSON.stringify(row))
    const corrected = await service.app.inject({
      method: "PUT",
      url: "/predictions/2",
      headers,
      payload: { correct_label: "7" },
    })
    expect([corrected.statusCode, corrected.body]).toEqual([200, JSON.stringify({ ...row, correct_label: "7" })])
    expect((await service.app.inject("/predictions/2")).json().correct_label).toBe("7")
    expect((await service.app.inject("/results")).json().results.map((r: object) => "correct_label" in r)).toEqual([
      true,
      false,
    ])
  })

  test("DELETE forgets a row and says nothing", async () => {
    const service = await startService()
    await fill(service, 2)
    const remove = () => service.app.inject({ method: "DELETE", url: "/predictions/1", headers })
    const response = await remove()
    expect([response.statusCode, response.body]).toEqual([204, ""])
    expect(ids((await service.app.inject("/results")).json())).toEqual([2])
    expect((await remove()).statusCode).toBe(404)
  })

  test.each(["PUT", "DELETE"] as const)("%s needs the key", async (method) => {
    const service = await startService()
    await fill(service, 1)
    const payload = method === "PUT" ? { payload: { correct_label: "7" } } : {}
    const response = await service.app.inject({ method, url: "/predictions/1", ...payload })
    expect(response.statusCode).toBe(401)
    expect(service.store.rows).toHaveLength(1)
    expect(service.store.rows[0]).not.toHaveProperty("correctLabel")
  })

  test.each(["GET", "PUT", "DELETE"] as const)("%s of a row that is not there is 404", async (method) => {
    const { app } = await startService()
    const payload = method === "PUT" ? { payload: { correct_label: "7" } } : {}
    const response = await app.inject({ method, url: "/predictions/9", headers, ...payload })
    expect([response.statusCode, response.json().detail]).toEqual([404, "There is no prediction with this id"])
  })

  test.each([
    "0",
    "-1",
    "1.5",
    "x",
    "2147483648",
    "99999999999999999999",
    "%00",
    "1%00",
    "NaN",
    "1e400",
    "%F0%9F%92%A9",
  ])("the id %s is 422, never a 5xx", async (id) => {
    const { app } = await startService()
    const response = await app.inject(`/predictions/${id}`)
    expect([response.statusCode, response.json().detail[0]?.loc]).toEqual([422, ["path", "id"]])
  })

  test.each(["10", "", "x", 3, null, undefined])("the label %j is 422", async (label) => {
    const service = await startService()
    await fill(service, 1)
    const payload = { correct_label: label }
    const response = await service.app.inject({ method: "PUT", url: "/predictions/1", headers, payload })
    expect([response.statusCode, response.json().detail[0].loc]).toEqual([422, ["body", "correct_label"]])
  })
})

describe("POST /feedback", () => {
  test("notes the right digit and answers the row with 201", async () => {
    const service = await startService()
    await service.post({ pixels: flat(0) })
    const response = await service.post({ id: 1, correct_label: "0" }, { url: "/feedback" })
    expect([response.statusCode, response.json()]).toMatchObject([201, { id: 1, correct_label: "0" }])
    expect(service.store.rows[0]!.correctLabel).toBe("0")
  })

  test.each([
    ["a row that is not there", { id: 2, correct_label: "0" }, 404],
    ["no id", { correct_label: "0" }, 422],
    ["an id beyond what the database counts", { id: 2 ** 31, correct_label: "0" }, 422],
    ["an id as text", { id: "1", correct_label: "0" }, 422],
    ["no label", { id: 1 }, 422],
    ["a label that is no digit", { id: 1, correct_label: "ten" }, 422],
  ])("%s is refused", async (_name, body, status) => {
    const { post } = await startService()
    expect((await post(body, { url: "/feedback" })).statusCode).toBe(status)
  })

  test("needs the key", async () => {
    const { post } = await startService()
    expect((await post({ id: 1, correct_label: "0" }, { url: "/feedback", key: "" })).statusCode).toBe(401)
  })
})

describe("GET /analytics", () => {
  test("answers what the store counts", async () => {
    const service = await startService()
    await fill(service, 3)
    expect((await service.app.inject("/analytics")).json()).toEqual({
      by_version: [{ model_version: "v1", count: 3, mean_confidence: 0.5, digits: { "1": 3 } }],
      by_day: [{ day: "2026-01-01", count: 3, mean_confidence: 0.5, digits: { "1": 3 } }],
      comparisons: [],
    })
  })

  test("is 503 while the database is down", async () => {
    const { app, store } = await startService()
    store.down = true
    expect((await app.inject("/analytics")).statusCode).toBe(503)
  })
})
