import { once } from "node:events"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { parseConfig } from "../src/config.js"
import { chooseFirstLook, FirstLookError } from "../src/first-look.js"

async function project(...files: string[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "pixelwise-look-"))
  onTestFinished(() => rm(root, { recursive: true }))
  for (const file of files) {
    await mkdir(join(root, file, ".."), { recursive: true })
    await writeFile(join(root, file), "")
  }
  return root
}

const STATE = { XDG_STATE_HOME: "/somewhere/state" }

test("chooses what nobody set, so that the service can start, and says so", async () => {
  const root = await project("models/digit_classifier_v1.onnx")
  const { settings, notes } = await chooseFirstLook({ ...STATE, PORT: "8123" }, root)
  expect(parseConfig({ ...settings, PORT: "8123" })).toMatchObject({
    databaseUrl: "pglite:/somewhere/state/pixelwise/pglite",
    modelVersion: "v1",
    host: "127.0.0.1",
    persistence: "strict",
    frontend: true,
    browserKey: true,
    debug: false,
  })
  expect(settings.SECRET_API_KEY).toMatch(/^[0-9a-f]{32}$/)
  const text = notes.join("\n")
  expect(text).toContain(settings.SECRET_API_KEY)
  expect(text).toContain("/somewhere/state/pixelwise/pglite")
  expect(text).toContain("models/digit_classifier_v1.onnx")
})

test("makes another key every time", async () => {
  const root = await project("models/digit_classifier_v1.onnx")
  const key = async () => (await chooseFirstLook({ PORT: "8123" }, root)).settings.SECRET_API_KEY
  expect(await key()).not.toBe(await key())
})

test("leaves alone what somebody set", async () => {
  const root = await project("models/digit_classifier_v1.onnx")
  const given = {
    ...{ SECRET_API_KEY: "k", DATABASE_URL: "postgresql://h/d", HOST: "0.0.0.0", PORT: "9000", FRONTEND: "off" },
    ...{ BROWSER_KEY: "off", RATE_LIMIT_GENERAL: "5", LOG_LEVEL: "info", MODEL_PATH: "m.onnx", MODEL_VERSION: "v7.0" },
  }
  expect(await chooseFirstLook(given, root)).toEqual({ settings: {}, notes: [] })
  expect((await chooseFirstLook({ PERSISTENCE: "none", PORT: "9000" }, root)).settings).not.toHaveProperty(
    "DATABASE_URL",
  )
})

test("takes the newest model that is there", async () => {
  const root = await project(
    "model/v1.0/digit_classifier_v1.onnx",
    "model/v10.0/digit_classifier_v10.onnx",
    "model/v2.0/digit_classifier_v2.onnx",
  )
  const { settings } = await chooseFirstLook({ PORT: "8123" }, root)
  expect(settings).toMatchObject({
    MODEL_VERSION: "v10.0",
    MODEL_PATH: join(root, "model/v10.0/digit_classifier_v10.onnx"),
  })
})

test("says when there is no model", async () => {
  await expect(chooseFirstLook({ PORT: "8123" }, await project())).rejects.toThrow(FirstLookError)
})

test("takes the next port when another program has the usual one, and says which", async () => {
  const root = await project("models/digit_classifier_v1.onnx")
  const HOST = "127.77.0.1" // all of 127.0.0.0/8 is this machine; nobody else uses this address
  const other = createServer().listen(8000, HOST)
  onTestFinished(() => void other.close())
  await once(other, "listening")
  const { settings, notes } = await chooseFirstLook({ HOST }, root)
  expect(settings.PORT).toBe("8001")
  expect(notes.join("\n")).toMatch(/8000 is taken by another program; this is 8001/)
})
