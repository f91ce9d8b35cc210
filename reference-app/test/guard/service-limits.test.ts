import { expect, test } from "vitest"
import { flat } from "../helpers/images.js"
import { KEY, startService, type TestService } from "../helpers/service.js"
import { limitsOf } from "./guarded-app.js"

const image = { pixels: flat(0) }

async function statuses({ post }: TestService, count: number, address?: string): Promise<number[]> {
  const seen: number[] = []
  for (let i = 0; i < count; i++) seen.push((await post(image, address ? { address } : {})).statusCode)
  return seen
}

test("of forty valid requests thirty are answered and stored, ten are 429", async () => {
  const service = await startService()
  const seen = await statuses(service, 40)
  expect(seen).toEqual([...Array<number>(30).fill(200), ...Array<number>(10).fill(429)])
  expect(service.store.rows).toHaveLength(30)
})

test("a 429 says what the limit is and when to come back", async () => {
  const service = await startService()
  await statuses(service, 30)
  const response = await service.post(image)
  expect(response.json()).toEqual({
    detail: expect.stringContaining("30 requests per minute"),
    request_id: response.headers["x-request-id"],
  })
  expect(Number(response.headers["retry-after"])).toBeGreaterThan(0)
  expect(Number(response.headers["retry-after"])).toBeLessThanOrEqual(60)
  expect(limitsOf(response).slice(0, 2)).toEqual([30, 0])
})

test("refused requests do not spend the share of classifications", async () => {
  const service = await startService({ config: { generalPerMinute: 0 } })
  for (let i = 0; i < 40; i++) {
    expect((await service.post(image, { key: "wrong" })).statusCode).toBe(401)
    expect((await service.post({})).statusCode).toBe(422)
    expect((await service.post("{")).statusCode).toBe(400)
  }
  expect(await statuses(service, 31)).toEqual([...Array<number>(30).fill(200), 429])
})

test("they do spend the general one, like everything but the metrics", async () => {
  const service = await startService({ config: { generalPerMinute: 6 } })
  const { app, post } = service
  const answers = [
    await post(image, { key: "wrong" }),
    await post({}),
    await post("{"),
    await app.inject("/nowhere"),
    await app.inject("/%zz"),
    await app.inject({ method: "DELETE", url: "/health" }),
    await app.inject("/health"),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 422, 400, 404, 404, 405, 429])
  expect(answers.map((answer) => limitsOf(answer)[1])).toEqual([5, 4, 3, 2, 1, 0, 0])
  expect((await app.inject("/metrics")).statusCode).toBe(200)
})

test("each address has its own share, and a forwarding header makes no new address", async () => {
  const service = await startService()
  const remote = "203.0.113.5"
  await statuses(service, 30, remote)
  expect(await statuses(service, 1, "192.0.2.7")).toEqual([200])
  const forged = await service.post(image, { address: remote, headers: { "x-forwarded-for": "198.51.100.1" } })
  expect(forged.statusCode).toBe(429)
  const proxied = await service.post(image, { headers: { "x-forwarded-for": remote } })
  expect(proxied.statusCode).toBe(429)
})

test("health and results stay open while classify is limited", async () => {
  const service = await startService()
  await statuses(service, 31)
  for (let i = 0; i < 30; i++) {
    expect((await service.app.inject("/health")).statusCode).toBe(200)
    expect((await service.app.inject("/results")).statusCode).toBe(200)
  }
})

test("105 quick calls of one address end in 429, and another address goes on", async () => {
  const { app } = await startService()
  const seen: number[] = []
  for (let i = 0; i < 105; i++) seen.push((await app.inject("/health")).statusCode)
  expect(seen).toEqual([...Array<number>(100).fill(200), ...Array<number>(5).fill(429)])
  expect((await app.inject({ url: "/health", remoteAddress: "192.0.2.1" })).statusCode).toBe(200)
})

test("a preview spends the general share only", async () => {
  const service = await startService({ config: { classifyPerMinute: 1 } })
  expect(await statuses(service, 2)).toEqual([200, 429])
  const preview = await service.post(image, { url: "/preview", key: KEY })
  expect([preview.statusCode, limitsOf(preview)[0]]).toEqual([200, 100])
})
