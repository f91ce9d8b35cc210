import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { z } from "zod"
import { flat, noise, withPixel } from "../helpers/images.js"
import { startService } from "../helpers/service.js"

/** What release v0.5 answered, one entry after the other, to the requests that it knew. */
const Golden = z.array(
  z.object({
    title: z.string(),
    method: z.enum(["GET", "POST"]),
    url: z.string(),
    payload: z.record(z.string(), z.unknown()).nullable(),
    key: z.string(),
    status: z.int(),
    type: z.string(),
    body: z.string(),
  }),
)
const golden = Golden.parse(JSON.parse(readFileSync(new URL("golden/v0.5.json", import.meta.url), "utf8")))

/** The body of a request, which the golden file describes in short. */
function payloadOf(short: Record<string, unknown> | null): string | undefined {
  if (short === null) return undefined
  const [kind, value] = Object.entries(short)[0]!
  const made: Record<string, () => unknown> = {
    noise: () => ({ pixels: noise(Number(value)) }),
    flat: () => ({ pixels: flat(value) }),
    batch: () => ({ images: z.array(z.number()).parse(value).map(noise) }),
    rows: () => ({ pixels: flat(0).slice(0, Number(value)) }),
    pixel: () => {
      const [row, column, pixel] = z.tuple([z.number(), z.number(), z.unknown()]).parse(value)
      return { pixels: withPixel(row, column, pixel) }
    },
    json: () => value,
  }
  return kind === "text" ? String(value) : JSON.stringify(made[kind]!())
}

/** Times differ from run to run, and the last bits of a probability between processors. */
function withoutChance(body: string): string {
  return body
    .replaceAll(/"created_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/g, '"created_at":"<time>"')
    .replaceAll(/(?<=[:[,])\d+(\.\d+)?(e-\d+)?(?=[,}\]])/g, (number) =>
      number.includes(".") || number.includes("e") ? "<probability>" : number,
    )
}

test("answers as v0.5 did, byte for byte; a refusal says besides which request it was", async () => {
  const { app } = await startService()
  for (const { title, method, url, payload, key, status, type, body } of golden) {
    const text = payloadOf(payload)
    const response = await app.inject({
      method,
      url,
      headers: method === "POST" ? { "content-type": "application/json", "x-api-key": key } : {},
      ...(text !== undefined && { payload: text }),
    })
    const id = String(response.headers["x-request-id"])
    const expected = status < 400 ? body : body.replace(/}$/, `,"request_id":${JSON.stringify(id)}}`)
    expect([title, response.statusCode, response.headers["content-type"], withoutChance(response.body)]).toEqual([
      title,
      status,
      type,
      withoutChance(expected),
    ])
    if (url.startsWith("/classify") && status === 200) expectNear(response.body, body)
  }
})

test("GET /health begins as it did in v0.5", async () => {
  const { app } = await startService()
  expect((await app.inject("/health")).body).toMatch(/^{"status":"ok","model_version":"v1",/)
})

/** The same numbers up to the last bits, written as JavaScript writes them. */
function expectNear(body: string, earlier: string): void {
  expect(body).toBe(JSON.stringify(JSON.parse(body)))
  const numbers = (text: string): number[] => [...text.matchAll(/:(\d[\d.e-]*)/g)].map(([, number]) => Number(number))
  const [now, then] = [numbers(body), numbers(earlier)]
  expect(now).toHaveLength(then.length)
  now.forEach((number, index) => expect(number).toBeCloseTo(then[index]!, 6))
}
