import type { FastifyInstance, LightMyRequestResponse } from "fastify"
import { pino } from "pino"
import { onTestFinished } from "vitest"
import { buildApp, type AppParts } from "../../src/app.js"
import { parseConfig, type Config } from "../../src/config.js"
import { openApiKeys } from "../../src/guard/api-keys.js"
import { openRecogniser, type Recogniser } from "../../src/inference/recogniser.js"
import { createMetrics } from "../../src/observability/metrics.js"
import { MemoryStore } from "./memory-store.js"
import { testModelPath } from "./model.js"

export const KEY = "key-of-the-tests"

export interface TestService {
  readonly app: FastifyInstance
  readonly store: MemoryStore
  readonly recogniser: Recogniser
  /** POST /classify with the right key, from 127.0.0.1 unless told otherwise. */
  post(
    payload: unknown,
    options?: { key?: string | undefined; url?: string; address?: string; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse>
}

export const BUILD = { version: "0.8.0", commit: "0123456789abcdef0123456789abcdef01234567", builtAt: null }

/** The whole service on a memory store, with the settings that `config` changes; it is closed when the test ends. */
export async function startService(
  parts: Partial<Omit<AppParts, "config">> & { config?: Partial<Config> } = {},
): Promise<TestService> {
  const store = new MemoryStore()
  const recogniser = parts.recogniser ?? (await openTestRecogniser())
  const logger = parts.logger ?? pino({ enabled: false })
  const config = { ...testConfig(), ...parts.config }
  const app = await buildApp({
    keys: openApiKeys({ secretApiKey: config.apiKey, logger }),
    build: BUILD,
    store,
    metrics: createMetrics({
      queueDepth: () => recogniser.queueDepth,
      bufferedRows: () => store.buffered,
      healthy: () => !store.down,
      version: BUILD.version,
    }),
    ...parts,
    recogniser,
    logger,
    config,
  })
  onTestFinished(() => app.close())
  return {
    app,
    store,
    recogniser,
    post: (payload, { key = KEY, url = "/classify", address = "127.0.0.1", headers } = {}) =>
      app.inject({
        method: "POST",
        url,
        remoteAddress: address,
        headers: { "content-type": "application/json", "x-api-key": key, ...headers },
        payload: typeof payload === "string" ? payload : JSON.stringify(payload),
      }),
  }
}

export function openTestRecogniser(): Promise<Recogniser> {
  return openRecogniser({
    models: [{ version: "v1", path: testModelPath() }],
    flag: { kind: "fixed", version: "v1" },
  })
}

function testConfig(): Config {
  return parseConfig({
    SECRET_API_KEY: KEY,
    MODEL_PATH: testModelPath(),
    MODEL_VERSION: "v1.0",
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
  })
}
