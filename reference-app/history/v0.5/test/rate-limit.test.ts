import { afterEach, expect, test, vi } from "vitest"
import { flat } from "./helpers/images.js"
import { startService, type TestService } from "./helpers/service.js"

const image = { pixels: flat(0) }

afterEach(() => vi.useRealTimers())

async function statuses({ post }: TestService, count: number, address?: string): Promise<number[]> {
  const seen: number[] = []
  for (let i = 0; i < count; i++) seen.push((await post(image, address ? { address } : {})).statusCode)
  return seen
}

test("of forty valid requests thirty are answered and ten are 429", async () => {
  const service = await startService()
  const seen = await statuses(service, 40)
  expect(seen).toEqual([...Array<number>(30).fill(200), ...Array<number>(10).fill(429)])
  expect(service.store.rows).toHaveLength(30)
})

test("a 429 says what the limit is and when to come back", async () => {
  const service = await startService()
  await statuses(service, 30)
  const response = await service.post(image)
  expect(response.json()).toEqual({ detail: expect.stringContaining("30 requests per minute") })
  expect(Number(response.headers["retry-after"])).toBeGreaterThan(0)
  expect(Number(response.headers["retry-after"])).toBeLessThanOrEqual(60)
})

test("refused requests spend nothing", async () => {
  const service = await startService()
  for (let i = 0; i < 40; i++) {
    expect((await service.post(image, { key: "wrong" })).statusCode).toBe(401)
    expect((await service.post({})).statusCode).toBe(422)
    expect((await service.post("{")).statusCode).toBe(400)
  }
  expect(await statuses(service, 31)).toEqual([...Array<number>(30).fill(200), 429])
})

test("each address has its own share, and a forwarding header makes no new address", async () => {
  const service = await startService()
  await statuses(service, 30)
  expect(await statuses(service, 1, "192.0.2.7")).toEqual([200])
  const forged = await service.app.inject({
    method: "POST",
    url: "/classify",
    headers: { "x-api-key": "key-of-the-tests", "x-forwarded-for": "198.51.100.1" },
    payload: image,
  })
  expect(forged.statusCode).toBe(429)
})

test("health and results stay open while classify is limited", async () => {
  const service = await startService()
  await statuses(service, 31)
  for (let i = 0; i < 40; i++) {
    expect((await service.app.inject("/health")).statusCode).toBe(200)
    expect((await service.app.inject("/results")).statusCode).toBe(200)
  }
})

test("the window ends a minute after it began, refused requests do not prolong it", async () => {
  vi.useFakeTimers({ toFake: ["Date"] })
  const service = await startService()
  await statuses(service, 30)
  vi.setSystemTime(Date.now() + 50_000)
  expect(await statuses(service, 5)).toEqual([429, 429, 429, 429, 429])
  vi.setSystemTime(Date.now() + 10_500)
  expect(await statuses(service, 1)).toEqual([200])
})
