import { expect, test } from "vitest"
import { describeService } from "../../src/http/describe-service.js"
import { startService } from "../helpers/service.js"

test.each(["/docs", "/redoc", "/openapi.json"])("%s is shown with DEBUG only", async (url) => {
  const closed = await startService()
  expect((await closed.app.inject(url)).statusCode).toBe(404)
  const open = await startService({ config: { debug: true } })
  expect((await open.app.inject(url)).statusCode).toBe(200)
})

test("the document describes every route that there is", async () => {
  const { app } = await startService({ config: { debug: true, browserKey: true } })
  const spec = (await app.inject("/openapi.json")).json()
  const described = Object.entries<object>(spec.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.sort()).toEqual(
    [
      ...["DELETE", "GET", "PUT"].map((method) => `${method} /predictions/{id}`),
      ...["analytics", "health", "metrics", "ready", "results", "version"].map((name) => `GET /${name}`),
      ...["classify", "classify/batch", "feedback", "preview"].map((name) => `POST /${name}`),
      ...["classify", "feedback", "preview"].map((name) => `POST /ui/${name}`),
    ].sort(),
  )
})

test("the document describes what goes in, what comes out, and the key", async () => {
  const { app } = await startService({ config: { debug: true } })
  const spec = (await app.inject("/openapi.json")).json()
  const classify = spec.paths["/classify"].post
  expect(classify.requestBody.content["application/json"].schema).toEqual({
    $ref: "#/components/schemas/ClassifyRequestInput",
  })
  expect(Object.keys(classify.responses)).toEqual(["200", "400", "401", "413", "415", "422", "429", "503"])
  expect(Object.keys(classify.responses["200"].headers)).toEqual(
    expect.arrayContaining(["X-Request-ID", "X-Prediction-Id", "X-Model-Version", "X-RateLimit-Remaining"]),
  )
  expect(classify.responses["429"].headers).toHaveProperty("Retry-After")
  expect(spec.paths["/results"].get.responses["200"].headers).toHaveProperty("Link")
  expect(classify.security).toEqual([{ ApiKey: [] }])
  expect(spec.components.securitySchemes.ApiKey).toMatchObject({ type: "apiKey", in: "header", name: "X-API-Key" })
})

test("every answer in the document says what it means and carries its request's id", async () => {
  const { app } = await startService({ config: { debug: true, browserKey: true } })
  const spec = (await app.inject("/openapi.json")).json()
  const operations = Object.values<Record<string, { responses: Record<string, object> }>>(spec.paths).flatMap((path) =>
    Object.values(path),
  )
  for (const { responses } of operations) {
    for (const response of Object.values(responses)) {
      expect(response).toMatchObject({ description: expect.stringMatching(/\w{4}/), headers: { "X-Request-ID": {} } })
      expect(response).not.toMatchObject({ description: "Default Response" })
    }
  }
})

test("npm run openapi prints the same document, with everything switched on and nothing running", async () => {
  const { app } = await startService({ config: { debug: true, browserKey: true } })
  expect(JSON.parse(JSON.stringify(await describeService()))).toEqual((await app.inject("/openapi.json")).json())
})

test("every reference in the document leads somewhere", async () => {
  const { app } = await startService({ config: { debug: true } })
  const spec = (await app.inject("/openapi.json")).json()
  const references = [...JSON.stringify(spec).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  )
  expect(references.length).toBeGreaterThan(0)
  expect(Object.keys(spec.components.schemas)).toEqual(expect.arrayContaining(references))
})

test("/redoc shows every operation", async () => {
  const { app } = await startService({ config: { debug: true } })
  const page = (await app.inject("/redoc")).body
  for (const operation of ["POST /classify", "POST /classify/batch", "GET /results", "GET /health"])
    expect(page).toContain(operation)
})

test("the documentation's own pages may use their inline styles, others not", async () => {
  const { app } = await startService({ config: { debug: true } })
  for (const url of ["/docs/static/index.html", "/redoc"])
    expect((await app.inject(url)).headers["content-security-policy"]).toContain("style-src 'self' 'unsafe-inline'")
  expect((await app.inject("/health")).headers["content-security-policy"]).not.toContain("unsafe")
})
