import { describe, expect, test } from "vitest"
import { databaseUrl, parseConfig } from "../src/config.js"

const complete = {
  SECRET_API_KEY: "k",
  MODEL_PATH: "models/digit_classifier_v1.onnx",
  MODEL_VERSION: "v1.0",
  DATABASE_URL: "postgresql://pixelwise@localhost/pixelwise",
}

test("reads the settings, with defaults for all that are not required", () => {
  expect(parseConfig(complete)).toEqual({
    apiKey: "k",
    keysFile: undefined,
    debug: false,
    modelPath: "models/digit_classifier_v1.onnx",
    modelVersion: "v1",
    modelFlag: { kind: "fixed", version: "v1" },
    persistence: "strict",
    databaseUrl: "postgresql://pixelwise@localhost/pixelwise",
    host: "127.0.0.1",
    port: 8000,
    trustProxy: "loopback",
    classifyPerMinute: 30,
    generalPerMinute: 100,
    metricsAllow: "loopback, private",
    frontend: false,
    browserKey: false,
    logLevel: "info",
  })
})

test.each([
  ["SECRET_API_KEY", undefined],
  ["SECRET_API_KEY", ""],
  ["SECRET_API_KEY", " k"],
  ["MODEL_PATH", undefined],
  ["MODEL_PATH", ""],
  ["MODEL_VERSION", "main"],
  ["MODEL_FLAG", "v2.0:often"],
  ["DATABASE_URL", undefined],
  ["DATABASE_URL", ""],
  ["PERSISTENCE", "maybe"],
  ["PORT", ""],
  ["PORT", "0"],
  ["PORT", "70000"],
  ["PORT", "web"],
  ["PORT", "8e3"],
  ["HOST", ""],
  ["TRUST_PROXY", ""],
  ["TRUST_PROXY", "everyone"],
  ["METRICS_ALLOW", "10.0.0.0/99"],
  ["RATE_LIMIT_CLASSIFY", "-1"],
  ["RATE_LIMIT_GENERAL", "many"],
  ["FRONTEND", "perhaps"],
  ["BROWSER_KEY", "2"],
  ["LOG_LEVEL", "loud"],
])("refuses %s=%j and names the variable, not the value", (name, value) => {
  const parse = (): unknown => parseConfig({ ...complete, SECRET_API_KEY: "a-secret-key", [name]: value })
  expect(parse).toThrow(name)
  expect(parse).toThrow(expect.objectContaining({ message: expect.not.stringContaining("a-secret-key") }))
})

test("tells every problem at once, also those that lie between settings", () => {
  expect(() => parseConfig({ MODEL_VERSION: "x", PORT: "x", PERSISTENCE: "best-effort", TRUST_PROXY: "x" })).toThrow(
    /SECRET_API_KEY.*MODEL_PATH.*MODEL_VERSION.*PORT.*DATABASE_URL.*SPOOL_DIR.*TRUST_PROXY/,
  )
})

describe("PERSISTENCE", () => {
  test("best-effort needs a folder for rows that wait", () => {
    expect(() => parseConfig({ ...complete, PERSISTENCE: "best-effort" })).toThrow("SPOOL_DIR")
    expect(parseConfig({ ...complete, PERSISTENCE: "best-effort", SPOOL_DIR: "/var/lib/x" })).toMatchObject({
      persistence: "best-effort",
      spoolDir: "/var/lib/x",
    })
  })

  test("none needs no database", () => {
    const { DATABASE_URL: _, ...rest } = complete
    expect(parseConfig({ ...rest, PERSISTENCE: "none" }).persistence).toBe("none")
  })
})

test("MODEL_FLAG lets another release take part", () => {
  expect(parseConfig({ ...complete, MODEL_FLAG: "v2.0:25%" }).modelFlag).toEqual({
    kind: "percentage",
    version: "v2",
    other: "v1",
    percent: 25,
  })
})

test.each([
  ["true", true],
  ["True", true],
  ["false", false],
  ["1", false],
  ["", false],
])("DEBUG=%s opens the docs: %s", (value, debug) => {
  expect(parseConfig({ ...complete, DEBUG: value }).debug).toBe(debug)
})

test.each([
  ["on", true],
  ["ON", true],
  ["true", true],
  ["off", false],
  ["false", false],
  ["", false],
])("FRONTEND=%s serves the page: %s", (value, frontend) => {
  expect(parseConfig({ ...complete, FRONTEND: value }).frontend).toBe(frontend)
})

test.each([
  ["postgresql://u@h/d", "postgresql://u:p%40%2F%3A%25@h/d"],
  ["postgresql://u:${DB_PASSWORD}@h/d", "postgresql://u:p%40%2F%3A%25@h/d"],
  ["postgresql://u:$DB_PASSWORD@h/d", "postgresql://u:p%40%2F%3A%25@h/d"],
  ["postgresql://u:own@h/d", "postgresql://u:own@h/d"],
  ["postgresql:///d?host=/run/postgresql", "postgresql:///d?host=/run/postgresql"],
  ["pglite:/var/lib/My Data", "pglite:/var/lib/My Data"],
])("puts the password into %s where it names none", (url, expected) => {
  expect(databaseUrl(url, "p@/:%")).toBe(expected)
})
