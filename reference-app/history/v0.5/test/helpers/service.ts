import type { FastifyInstance, LightMyRequestResponse } from "fastify"
import { onTestFinished } from "vitest"
import { buildApp, type AppParts } from "../../src/app.js"
import { classify, classifyBatch } from "../../src/classifier.js"
import { MemoryStore } from "./memory-store.js"

export const KEY = "key-of-the-tests"

export interface TestService {
  readonly app: FastifyInstance
  readonly store: MemoryStore
  /** POST /classify with the right key, from 127.0.0.1 unless told otherwise. */
  post(
    payload: unknown,
    options?: { key?: string | undefined; url?: string; address?: string },
  ): Promise<LightMyRequestResponse>
}

/** The whole service on a memory store; it is closed when the test ends. */
export async function startService(parts: Partial<AppParts> & { debug?: boolean } = {}): Promise<TestService> {
  const store = new MemoryStore()
  const config = { apiKey: KEY, debug: parts.debug ?? false, modelVersion: "v1" }
  const app = await buildApp({ config, classify, classifyBatch, store, logger: false, ...parts })
  onTestFinished(() => app.close())
  return {
    app,
    store,
    post: (payload, { key = KEY, url = "/classify", address = "127.0.0.1" } = {}) =>
      app.inject({
        method: "POST",
        url,
        remoteAddress: address,
        headers: { "content-type": "application/json", "x-api-key": key },
        payload: typeof payload === "string" ? payload : JSON.stringify(payload),
      }),
  }
}
