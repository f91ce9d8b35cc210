import { expect, test } from "vitest"
import { databaseUrl, parseConfig } from "../src/config.js"

const complete = {
  SECRET_API_KEY: "k",
  MODEL_VERSION: "v1.0",
  DATABASE_URL: "postgresql://pixelwise@localhost/pixelwise",
}

test("reads the settings, with defaults for host, port and DEBUG", () => {
  expect(parseConfig(complete)).toEqual({
    apiKey: "k",
    debug: false,
    modelVersion: "v1",
    databaseUrl: "postgresql://pixelwise@localhost/pixelwise",
    host: "0.0.0.0",
    port: 8000,
  })
})

test.each([
  ["SECRET_API_KEY", undefined],
  ["SECRET_API_KEY", ""],
  ["SECRET_API_KEY", " k"],
  ["MODEL_VERSION", "main"],
  ["DATABASE_URL", undefined],
  ["PORT", ""],
  ["PORT", "70000"],
  ["PORT", "web"],
])("refuses %s=%j and names the variable", (name, value) => {
  expect(() => parseConfig({ ...complete, [name]: value })).toThrow(name)
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
  ["postgresql://u@h/d", "postgresql://u:p%40%2F%3A%25@h/d"],
  ["postgresql://u:${DB_PASSWORD}@h/d", "postgresql://u:p%40%2F%3A%25@h/d"],
  ["postgresql://u:$DB_PASSWORD@h/d", "postgresql://u:p%40%2F%3A%25@h/d"],
  ["postgresql://u:own@h/d", "postgresql://u:own@h/d"],
  ["postgresql:///d?host=/run/postgresql", "postgresql:///d?host=/run/postgresql"],
])("puts the password into %s where it names none", (url, expected) => {
  expect(databaseUrl(url, "p@/:%")).toBe(expected)
})
