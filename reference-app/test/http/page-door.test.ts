import { describe, expect, test } from "vitest"
import { flat } from "../helpers/images.js"
import { startService } from "../helpers/service.js"

const image = { pixels: flat(0) }
const OWN = { "sec-fetch-site": "same-origin" }

function openPage() {
  return startService({ config: { browserKey: true } })
}

describe("/ui", () => {
  test("is not there unless it was switched on", async () => {
    const { post } = await startService()
    for (const url of ["/ui/classify", "/ui/preview", "/ui/feedback"])
      expect((await post(image, { url, headers: OWN })).statusCode).toBe(404)
  })

  test("answers the page as the routes with a key do", async () => {
    const { app, post, store } = await openPage()
    const ask = (url: string, payload: object) => app.inject({ method: "POST", url, headers: OWN, payload })
    const classified = await ask("/ui/classify", image)
    expect([classified.statusCode, classified.headers["x-prediction-id"]]).toEqual([200, "1"])
    expect(classified.body).toBe((await post(image)).body)
    expect((await ask("/ui/preview", image)).body).toBe(classified.body)
    expect((await ask("/ui/feedback", { id: 1, correct_label: "0" })).statusCode).toBe(201)
    expect(store.rows).toHaveLength(2)
    expect((await ask("/ui/classify", {})).statusCode).toBe(422)
  })

  test.each<[string, Record<string, string>, number]>([
    ["a page of this service", { "sec-fetch-site": "same-origin" }, 200],
    ["a page of this service in a browser that only says Origin", { origin: "http://localhost" }, 200],
    ["a page of a neighbour", { "sec-fetch-site": "same-site", origin: "http://localhost" }, 403],
    ["a page of another site", { "sec-fetch-site": "cross-site" }, 403],
    ["a page of another site that only says Origin", { origin: "https://example.org" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
    ["an address that was typed", { "sec-fetch-site": "none" }, 403],
    ["no browser", {}, 403],
    ["a key", { "x-api-key": "key-of-the-tests" }, 403],
  ])("for %s", async (_name, headers, status) => {
    const { app } = await openPage()
    const response = await app.inject({
      method: "POST",
      url: "/ui/classify",
      headers: { host: "localhost", ...headers },
      payload: image,
    })
    expect(response.statusCode).toBe(status)
    if (status === 403) expect(response.json().detail).toMatch(/Only the page of this service/)
  })

  test("classifications of the page have a budget as well", async () => {
    const { app } = await openPage()
    const statuses: number[] = []
    for (let i = 0; i < 32; i++)
      statuses.push(
        (await app.inject({ method: "POST", url: "/ui/classify", headers: OWN, payload: image })).statusCode,
      )
    expect(statuses).toEqual([...Array<number>(30).fill(200), 429, 429])
  })
})
