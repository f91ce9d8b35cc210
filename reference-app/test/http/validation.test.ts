import { connect, type AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { describe, expect, test } from "vitest"
import { flat, withPixel } from "../helpers/images.js"
import { startService } from "../helpers/service.js"

const rows = (count: number) => flat(0).slice(0, count)
const ragged = flat(0).map((row, index) => (index === 4 ? row.slice(1) : row))

describe("a body that breaks the schema is 422 and says where", () => {
  test.each([
    ["a missing field", {}, { loc: ["body", "pixels"], msg: "Field required", type: "missing" }],
    ["a bare list", flat(0), { loc: ["body"], type: "invalid_type" }],
    ["null as body", "null", { loc: ["body"], type: "invalid_type" }],
    ["null as pixels", { pixels: null }, { loc: ["body", "pixels"], type: "invalid_type" }],
    ["an empty image", { pixels: [] }, { loc: ["body", "pixels"], type: "too_small" }],
    ["one by one", { pixels: [[0]] }, { loc: ["body", "pixels", 0], type: "too_small" }],
    ["27 rows", { pixels: rows(27) }, { loc: ["body", "pixels"], type: "too_small" }],
    ["29 rows", { pixels: [...rows(28), ...rows(1)] }, { loc: ["body", "pixels"], type: "too_big" }],
    ["a short row", { pixels: ragged }, { loc: ["body", "pixels", 4], type: "too_small" }],
    ["a row that is no list", { pixels: [...rows(27), 7] }, { loc: ["body", "pixels", 27], type: "invalid_type" }],
    ["-1", { pixels: withPixel(3, 5, -1) }, { loc: ["body", "pixels", 3, 5], type: "too_small" }],
    ["256", { pixels: withPixel(3, 5, 256) }, { loc: ["body", "pixels", 3, 5], type: "too_big" }],
    ["a fraction", { pixels: withPixel(3, 5, 1.5) }, { loc: ["body", "pixels", 3, 5], type: "invalid_type" }],
    ["a numeric string", { pixels: withPixel(3, 5, "7") }, { loc: ["body", "pixels", 3, 5], type: "invalid_type" }],
    ["null as pixel", { pixels: withPixel(27, 0, null) }, { loc: ["body", "pixels", 27, 0], type: "invalid_type" }],
    ["true as pixel", { pixels: withPixel(0, 27, true) }, { loc: ["body", "pixels", 0, 27], type: "invalid_type" }],
  ])("%s", async (_name, payload, problem) => {
    const { post, store } = await startService()
    const response = await post(payload)
    expect(response.statusCode).toBe(422)
    const { detail } = response.json()
    expect(detail).toContainEqual(expect.objectContaining(problem))
    for (const entry of detail) expect(Object.keys(entry).sort()).toEqual(["loc", "msg", "type"])
    expect(store.rows).toEqual([])
  })

  test("lists at most fifty mistakes", async () => {
    const { post } = await startService()
    expect((await post({ pixels: flat("7") })).json().detail).toHaveLength(50)
  })
})

describe("a body that is no usable JSON is refused and never a 5xx", () => {
  test.each([
    ["broken JSON", '{"pixels": [[0,', 400],
    ["nothing", "", 400],
    ["more than 64 KiB", JSON.stringify({ pixels: "0".repeat(70_000) }), 413],
  ])("%s", async (_name, payload, status) => {
    const { post } = await startService()
    const response = await post(payload)
    expect(response.statusCode).toBe(status)
    expect(response.json()).toEqual({ detail: expect.any(String), request_id: response.headers["x-request-id"] })
  })

  test("a prototype lends a body nothing", async () => {
    const { post } = await startService()
    const response = await post('{"__proto__": {"pixels": []}, "constructor": {"prototype": {"pixels": []}}}')
    expect(response.statusCode).toBe(422)
    expect(response.json().detail).toEqual([{ loc: ["body", "pixels"], msg: "Field required", type: "missing" }])
  })

  test("another media type is 415", async () => {
    const { app } = await startService()
    const response = await app.inject({
      method: "POST",
      url: "/classify",
      headers: { "content-type": "text/xml" },
      payload: "<pixels/>",
    })
    expect([response.statusCode, response.json()]).toMatchObject([415, { detail: expect.any(String) }])
  })
})

test("bytes that are no HTTP request get an answer with a detail", async () => {
  const { app } = await startService()
  await app.listen({ host: "127.0.0.1", port: 0 })
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1")
  socket.end("NONSENSE\r\n\r\n")
  const [head, body] = (await text(socket)).split("\r\n\r\n")
  expect(head).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(body!)).toEqual({
    detail: "Not a valid HTTP request",
    request_id: /x-request-id: (.+)/.exec(head!)?.[1],
  })
})
