import fc from "fast-check"
import { afterEach, expect, test, vi } from "vitest"
import { Budget } from "../../src/guard/budget.js"
import { guardedApp, limitsOf } from "./guarded-app.js"

afterEach(() => vi.useRealTimers())

async function times<Result>(count: number, call: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let i = 0; i < count; i++) results.push(await call())
  return results
}

test("the general budget falls by one per request and ends in 429", async () => {
  const { open } = guardedApp({ generalPerMinute: 5 })
  const answers = await times(7, () => open())
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect(answers.map((answer) => limitsOf(answer)[1])).toEqual([4, 3, 2, 1, 0, 0, 0])
  for (const answer of answers) {
    const [limit, , reset] = limitsOf(answer)
    expect(limit).toBe(5)
    expect(reset).toBeGreaterThan(58)
    expect(reset).toBeLessThanOrEqual(60)
    expect(answer.headers["retry-after"]).toBe(answer.statusCode === 429 ? String(reset) : undefined)
  }
  expect(answers[6]!.json()).toEqual({
    detail: expect.stringMatching(/^Rate limit exceeded: 5 requests per minute, try again in (59|60) seconds$/),
    request_id: expect.any(String),
  })
})

test("of the defaults, 30 classifications and 100 requests pass", async () => {
  const { open, classify } = guardedApp()
  const classified = await times(40, () => classify())
  expect(classified.filter(({ statusCode }) => statusCode === 200)).toHaveLength(30)
  expect(classified.filter(({ statusCode }) => statusCode === 429)).toHaveLength(10)
  const rest = await times(65, () => open())
  expect(rest.filter(({ statusCode }) => statusCode === 200)).toHaveLength(60)
})

test("a classification shows the budget that has less left", async () => {
  const { open, classify } = guardedApp({ generalPerMinute: 6, classifyPerMinute: 4 })
  expect(limitsOf(await classify()).slice(0, 2)).toEqual([4, 3])
  expect(limitsOf(await open()).slice(0, 2)).toEqual([6, 4])
  await times(2, () => open())
  // 4 of 6 are spent and 1 of 4; this one makes it 5 and 2.
  expect(limitsOf(await classify()).slice(0, 2)).toEqual([6, 1])
})

test("what schema or key refuse spends the general budget and not that of classify", async () => {
  const { classify } = guardedApp({ generalPerMinute: 20, classifyPerMinute: 3 })
  expect((await classify({ key: "wrong" })).statusCode).toBe(401)
  const unfit = await classify({ payload: {} })
  expect([unfit.statusCode, ...limitsOf(unfit).slice(0, 2)]).toEqual([400, 20, 18])
  const answers = await times(4, () => classify())
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429])
  expect(limitsOf(answers[3]!).slice(0, 2)).toEqual([3, 0])
  expect(answers[3]!.headers["retry-after"]).toMatch(/^\d+$/)
})

test("each key at each address has its own share of classify, each address its own general one", async () => {
  const { open, classify } = guardedApp({ generalPerMinute: 4, classifyPerMinute: 1, keys: { a: "anna", b: "ben" } })
  expect((await classify({ key: "a" })).statusCode).toBe(200)
  expect((await classify({ key: "a" })).statusCode).toBe(429)
  expect((await classify({ key: "b" })).statusCode).toBe(200)
  expect((await classify({ key: "a", from: "203.0.113.2" })).statusCode).toBe(200)
  expect((await open()).statusCode).toBe(200)
  expect((await open()).statusCode).toBe(429)
  expect((await open({}, "203.0.113.2")).statusCode).toBe(200)
})

test("addresses of one /64 share, a forged header makes no new client, one through the proxy does", async () => {
  const { open } = guardedApp({ generalPerMinute: 1 })
  expect((await open({}, "2001:db8::1")).statusCode).toBe(200)
  expect((await open({}, "2001:db8::ffff:1")).statusCode).toBe(429)
  expect((await open({}, "2001:db8:0:1::1")).statusCode).toBe(200)
  expect((await open()).statusCode).toBe(200)
  expect((await open({ "x-forwarded-for": "192.0.2.9" })).statusCode).toBe(429)
  expect((await open({ "x-forwarded-for": "192.0.2.9" }, "127.0.0.1")).statusCode).toBe(200)
  expect((await open({ "x-forwarded-for": "192.0.2.9" }, "127.0.0.1")).statusCode).toBe(429)
  expect((await open({ "x-forwarded-for": "192.0.2.10" }, "127.0.0.1")).statusCode).toBe(200)
})

test("/metrics spends nothing and is never refused; its namesakes and unknown paths are", async () => {
  const { app, open } = guardedApp({ generalPerMinute: 2 })
  const from = { remoteAddress: "203.0.113.1" }
  for (const url of ["/metrics", "/metrics?x=1"]) expect((await app.inject({ url, ...from })).statusCode).toBe(200)
  expect((await app.inject({ url: "/metricsandmore", ...from })).statusCode).toBe(200)
  expect((await app.inject({ url: "/nowhere", ...from })).statusCode).toBe(404)
  expect((await open()).statusCode).toBe(429)
  expect((await app.inject({ url: "/metrics", ...from })).statusCode).toBe(200)
})

test("the window ends a minute after it began; refused requests do not prolong it", async () => {
  vi.useFakeTimers({ toFake: ["Date"] })
  const { open } = guardedApp({ generalPerMinute: 1 })
  const status = async (): Promise<number> => (await open()).statusCode
  expect(await status()).toBe(200)
  vi.setSystemTime(Date.now() + 59_999)
  const refused = await open()
  expect([refused.statusCode, refused.headers["retry-after"], limitsOf(refused)[2]]).toEqual([429, "1", 1])
  expect(refused.json<{ detail: string }>().detail).toMatch(/in 1 second$/)
  vi.setSystemTime(Date.now() + 1)
  expect(await status()).toBe(200)
  // The clock is set back by a day: nobody is shut out for a day.
  vi.setSystemTime(Date.now() - 86_400_000)
  expect(await status()).toBe(200)
})

test("at any order of requests, nobody passes more often in a window than allowed, and everybody that often", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 30_000 })), {
    maxLength: 300,
  })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 4 }), (requests, perMinute) => {
      const budget = new Budget(perMinute)
      const windows = new Map<number, { since: number; passed: number }>()
      let now = 1_000_000
      for (const [client, pause] of requests) {
        now += pause
        let window = windows.get(client)
        if (!window || now - window.since >= 60_000) windows.set(client, (window = { since: now, passed: 0 }))
        const { refused } = budget.spend(String(client), now)
        expect(refused).toBe(window.passed >= perMinute)
        if (!refused) window.passed++
      }
    }),
  )
})

test("0 switches a limit off", async () => {
  const { open, classify } = guardedApp({ generalPerMinute: 0, classifyPerMinute: 2 })
  const answers = await times(150, () => open())
  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
  expect(limitsOf(answers[0]!)).toEqual([undefined, undefined, undefined])
  expect(limitsOf(await classify()).slice(0, 2)).toEqual([2, 1])
  const free = guardedApp({ generalPerMinute: 0, classifyPerMinute: 0 })
  const classified = await times(40, () => free.classify())
  expect(classified.every(({ statusCode }) => statusCode === 200)).toBe(true)
})

test("memory stays bounded under any number of clients, and ended windows go first", () => {
  const budget = new Budget(1, 1_000)
  const start = 1_000_000
  let most = 0
  for (let i = 0; i < 100_000; i++) {
    budget.spend(`client ${i}`, start + Math.floor(i / 1_000))
    most = Math.max(most, budget.size)
  }
  expect(most).toBe(1_000)
  // The newest are still counted.
  expect(budget.spend("client 99999", start + 100).refused).toBe(true)
  expect(budget.spend("client 0", start + 100).refused).toBe(false)
  for (const minute of [2, 4])
    for (let i = 0; i < 50; i++) budget.spend(`later ${minute} ${i}`, start + minute * 60_000)
  expect(budget.size).toBe(100)
})

test("spending costs no more with many clients than with one", () => {
  // Time of the processor, since others may keep it busy. Many take about five times as long as one, for the texts alone; a search
  // through the clients for each would take thousands of times as long.
  const cost = (clients: number): number => {
    const budget = new Budget(1_000_000)
    const begin = process.cpuUsage()
    for (let i = 0; i < 150_000; i++) budget.spend(`client ${i % clients}`)
    const { user, system } = process.cpuUsage(begin)
    return user + system
  }
  cost(50_000)
  expect(cost(50_000) / cost(1)).toBeLessThan(50)
})
