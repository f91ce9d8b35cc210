import { expect, test } from "vitest"
import { startService } from "../helpers/service.js"

test.each(["/docs", "/redoc", "/openapi.json"])("%s is shown with DEBUG only", async (url) => {
  const closed = await startService()
  expect((await closed.app.inject(url)).statusCode).toBe(404)
  const open = await startService({ config: { debug: true } })
  expect((await open.app.inject(url)).statusCode).toBe(200)
})

test("the document describes the four routes with their schemas and the key", async () => {
  const { app } = await startService({ config: { debug: true } })
  const spec = (await app.inject("/openapi.json")).json()
  expect(Object.keys(spec.paths).sort()).toEqual(["/classify", "/classify/batch", "/health", "/results"])
  const classify = spec.paths["/classify"].post
  expect(classify.requestBody.content["application/json"].schema).toEqual({
    $ref: "#/components/schemas/ClassifyRequestInput",
  })
  expect(Object.keys(classify.responses)).toEqual(["200", "401", "422", "429", "503"])
  expect(classify.security).toEqual([{ ApiKey: [] }])
  expect(spec.components.securitySchemes.ApiKey).toEqual({ type: "apiKey", in: "header", name: "X-API-Key" })
  for (const path of ["/health", "/results"])
    expect(spec.paths[path].get.responses["200"].content["application/json"].schema).toBeDefined()
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
