import { describe, expect, test } from "vitest"
import { CLASSES } from "../src/classifier.js"
import { flat, noise } from "./helpers/images.js"
import { startService } from "./helpers/service.js"

describe("GET /health", () => {
  test("answers exactly the two keys of the contract", async () => {
    const { app } = await startService()
    const response = await app.inject("/health")
    expect(response.statusCode).toBe(200)
    expect(response.headers["content-type"]).toMatch(/^application\/json/)
    expect(response.body).toBe('{"status":"ok","model_version":"v1"}')
  })
})

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

  test("stores one row that equals the answer before it answers", async () => {
    const { post, store } = await startService()
    const body = (await post({ pixels: noise(2) })).json()
    expect(store.rows).toMatchObject([{ prediction: body.prediction, confidence: body.confidence, modelVersion: "v1" }])
  })

  test("ignores fields that the contract does not name", async () => {
    const { post, store } = await startService()
    const response = await post({ pixels: noise(3), id: "1; DROP TABLE predictions", prediction: "7" })
    expect(response.statusCode).toBe(200)
    expect(store.rows).toHaveLength(1)
  })
})

describe("POST /classify/batch", () => {
  const url = "/classify/batch"

  test("answers each image as /classify does, in their order, and stores a row for each", async () => {
    const { post, store } = await startService()
    const images = [noise(11), noise(12), noise(13)]
    const singly = await Promise.all(images.map(async (pixels) => (await post({ pixels })).json()))
    const response = await post({ images }, { url })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual(singly)
    expect(store.rows.slice(3).map(({ prediction }) => prediction)).toEqual(singly.map(({ prediction }) => prediction))
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

describe("GET /results", () => {
  test("lists the rows newest first with their five fields", async () => {
    const { app, post } = await startService()
    const first = (await post({ pixels: noise(4) })).json()
    const second = (await post({ pixels: noise(5) })).json()
    const { results } = (await app.inject("/results")).json()
    expect(results.map((row: { id: number }) => row.id)).toEqual([2, 1])
    expect(results.map((row: { confidence: number }) => row.confidence)).toEqual([second.confidence, first.confidence])
    expect(Object.keys(results[0])).toEqual(["id", "prediction", "confidence", "model_version", "created_at"])
    expect(new Date(results[0].created_at).toISOString()).toBe(results[0].created_at)
  })

  test("shows the newest twenty of more rows", async () => {
    const { app, store } = await startService()
    for (let i = 0; i < 25; i++) await store.add({ prediction: "1", confidence: 0.5, modelVersion: "v1" })
    const { results } = (await app.inject("/results")).json()
    expect(results.map((row: { id: number }) => row.id)).toEqual(Array.from({ length: 20 }, (_, i) => 25 - i))
  })

  test("is an empty list when there is nothing yet", async () => {
    const { app } = await startService()
    expect((await app.inject("/results")).body).toBe('{"results":[]}')
  })
})

describe("what is not there", () => {
  test("an unknown path is 404 with a detail", async () => {
    const { app } = await startService()
    const response = await app.inject("/nothing")
    expect([response.statusCode, response.json()]).toEqual([404, { detail: "Not Found" }])
  })

  test("a wrong method is 405 and names the right one", async () => {
    const { app } = await startService()
    const response = await app.inject({ method: "GET", url: "/classify?x=1" })
    expect([response.statusCode, response.json()]).toEqual([405, { detail: "Method Not Allowed" }])
    expect(response.headers.allow).toBe("POST")
  })

  test("a path that cannot be decoded is 404 with a detail", async () => {
    const { app } = await startService()
    const response = await app.inject("/%zz")
    expect([response.statusCode, response.json()]).toEqual([404, { detail: "Not Found" }])
  })
})
