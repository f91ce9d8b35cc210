import { describe, expect, test } from "vitest"
import { CLASSES } from "../../src/classifier.js"
import { OverloadedError } from "../../src/inference/refusals.js"
import { flat, noise } from "../helpers/images.js"
import { openTestRecogniser, startService } from "../helpers/service.js"

describe("POST /classify", () => {
  test("answers prediction, confidence and scores, and nothing else", async () => {
    const { post } = await startService()
    const response = await post({ pixels: noise(1) })
    expect(response.statusCode).toBe(200)
    const body = response.json()
    expect(Object.keys(body)).toEqual(["prediction", "confidence", "scores"])
    expect(Object.keys(body.scores)).toEqual([...CLASSES])
    const scores = Object.values<number>(body.scores)
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 6)
    expect(body.confidence).toBe(Math.max(...scores))
    expect(body.scores[body.prediction]).toBe(body.confidence)
  })

  test("takes a value over 128 for ink and 128 for paper", async () => {
    const { post } = await startService()
    const scoresOf = async (value: number) => (await post({ pixels: flat(value) })).json().scores
    expect(await scoresOf(128)).toEqual(await scoresOf(0))
    expect(await scoresOf(129)).toEqual(await scoresOf(255))
    expect(await scoresOf(128)).not.toEqual(await scoresOf(129))
  })

  test("stores one row that equals the answer, before it answers, and names it in a header", async () => {
    const { post, store } = await startService()
    const before = Date.now()
    const response = await post({ pixels: noise(2) }, { address: "192.0.2.7" })
    const { prediction, confidence } = response.json()
    expect(store.rows).toMatchObject([{ id: 1, prediction, confidence, modelVersion: "v1", clientIp: "192.0.2.7" }])
    expect(store.rows[0]!.createdAt.getTime()).toBeGreaterThanOrEqual(before)
    expect(response.headers).toMatchObject({ "x-prediction-id": "1", "x-model-version": "v1" })
  })

  test("names no row while the row waits on disk", async () => {
    const { post, store } = await startService()
    store.add = async (rows) => rows.map(() => ({ stored: false }))
    const response = await post({ pixels: noise(2) })
    expect(response.statusCode).toBe(200)
    expect(response.headers).not.toHaveProperty("x-prediction-id")
  })

  test("stores what the version that runs along said, and never shows it", async () => {
    const recogniser = await openTestRecogniser()
    const other = { prediction: "7", confidence: 0.5, scores: { "7": 0.5, "8": 0.5 } }
    const { post, store } = await startService({
      recogniser: {
        ...recogniser,
        ready: () => true,
        recognise: async (image) => ({
          ...(await recogniser.recognise(image)),
          alternatives: [{ modelVersion: "v2", classification: other }],
        }),
      },
    })
    expect((await post({ pixels: noise(2) })).body).not.toContain("v2")
    expect(store.rows[0]!.alternatives).toEqual([{ modelVersion: "v2", prediction: "7", confidence: 0.5 }])
  })

  test("ignores fields that the contract does not name", async () => {
    const { post, store } = await startService()
    const response = await post({ pixels: noise(3), id: "1; DROP TABLE predictions", prediction: "7" })
    expect(response.statusCode).toBe(200)
    expect(store.rows).toHaveLength(1)
  })

  test("is 503 with Retry-After while too many drawings wait, and stores nothing", async () => {
    const recogniser = await openTestRecogniser()
    const { post, store } = await startService({
      recogniser: { ...recogniser, recognise: () => Promise.reject(new OverloadedError()) },
    })
    const response = await post({ pixels: noise(3) })
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "1"])
    expect(response.json().detail).toMatch(/busy/)
    expect(store.rows).toEqual([])
  })

  test("is 503 while the database is down, without a word about why, and 200 when it is back", async () => {
    const { post, store } = await startService()
    store.down = true
    const response = await post({ pixels: noise(3) })
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "5"])
    expect(response.json().detail).toBe("The database does not answer; try again later")
    expect(response.body).not.toMatch(/hunter2|ECONN/)
    store.down = false
    expect((await post({ pixels: noise(3) })).statusCode).toBe(200)
  })

  test("is 500 without a word about what broke", async () => {
    const recogniser = await openTestRecogniser()
    const { post } = await startService({
      recogniser: { ...recogniser, recognise: () => Promise.reject(new Error("secret of the inside")) },
    })
    const response = await post({ pixels: noise(3) })
    expect(response.json()).toEqual({ detail: "Internal Server Error", request_id: response.headers["x-request-id"] })
  })
})

describe("POST /classify/batch", () => {
  const url = "/classify/batch"

  test("answers each image as /classify does, in their order, and stores a row for each", async () => {
    const { post, store } = await startService()
    const images = [noise(11), noise(12), noise(13)]
    const singly = await Promise.all(images.map(async (pixels) => (await post({ pixels })).json()))
    const response = await post({ images }, { url })
    expect([response.statusCode, response.json()]).toEqual([200, singly])
    expect(store.rows.slice(3).map(({ prediction }) => prediction)).toEqual(singly.map(({ prediction }) => prediction))
    expect(response.headers["x-prediction-id"]).toBe("4, 5, 6")
  })

  test("refuses what is no list of 1 to 32 images, and stores nothing then", async () => {
    const { post, store } = await startService()
    for (const images of [undefined, [], "x", [noise(1), [[0]]], Array.from({ length: 33 }, () => noise(1))]) {
      const response = await post({ images }, { url })
      expect(response.statusCode).toBe(422)
      expect(response.json().detail[0].loc).toContain("images")
    }
    expect(store.rows).toHaveLength(0)
  })

  test("needs the key", async () => {
    const { post } = await startService()
    expect((await post({ images: [noise(1)] }, { url, key: "other" })).statusCode).toBe(401)
  })
})

describe("POST /preview", () => {
  test("answers as /classify does, stores nothing and spends no classification", async () => {
    const { post, store } = await startService({ config: { generalPerMinute: 0 } })
    const classified = await post({ pixels: noise(1) })
    for (let i = 0; i < 40; i++) {
      const response = await post({ pixels: noise(1) }, { url: "/preview" })
      expect([response.statusCode, response.body]).toEqual([200, classified.body])
    }
    expect(store.rows).toHaveLength(1)
    expect((await post({ pixels: noise(1) })).statusCode).toBe(200)
  })

  test("needs the key", async () => {
    const { post } = await startService()
    expect((await post({ pixels: noise(1) }, { url: "/preview", key: "other" })).statusCode).toBe(401)
  })
})
