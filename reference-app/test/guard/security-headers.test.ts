import { expect, test } from "vitest"
import { flat } from "../helpers/images.js"
import { startService } from "../helpers/service.js"

test("every answer has the security headers, whatever its status", async () => {
  const { app, post } = await startService({ config: { generalPerMinute: 8 } })
  const answers = [
    await app.inject("/health"),
    await post({ pixels: flat(0) }),
    await post({ pixels: flat(0) }, { key: "wrong" }),
    await post({}),
    await post("x".repeat(100_000)),
    await app.inject("/nowhere"),
    await app.inject("/%ff"),
    await app.inject({ method: "PUT", url: "/health" }),
    await app.inject("/health"),
  ]
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 401, 422, 413, 404, 404, 405, 429])
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
    })
    const policy = String(headers["content-security-policy"])
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/)
    expect(policy).not.toMatch(/unsafe|\*|http/)
    expect(headers["access-control-allow-origin"]).toBeUndefined()
    expect(headers.server ?? headers["x-powered-by"]).toBeUndefined()
  }
})

test("only the documentation may bring styles inside its pages, and no page scripts", async () => {
  const { app } = await startService({ config: { debug: true } })
  const policy = async (url: string): Promise<string> =>
    String((await app.inject(url)).headers["content-security-policy"])
  expect(await policy("/redoc")).toContain("style-src 'self' 'unsafe-inline'")
  expect(await policy("/redoc")).toContain("script-src 'self';")
  expect(await policy("/openapi.json")).toContain("style-src 'self';")
})
