import { spawn } from "node:child_process"
import { once } from "node:events"
import { resolve } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import { createLogger } from "../../src/observability/logger.js"
import { hideSecrets } from "../../src/observability/secrets.js"

const CONFIG = { logLevel: "debug", apiKey: "the-secret-key", databaseUrl: "postgresql://u:p%40ss%20word@h/d" } as const

function collect(config: Parameters<typeof createLogger>[0] = CONFIG) {
  const lines: string[] = []
  const logger = createLogger(config, { write: (line) => void lines.push(line) })
  return { logger, lines, objects: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test("a line is one JSON object with timestamp, level, logger and message", () => {
  const { logger, lines, objects } = collect()
  const before = Date.now()
  logger.info("started")
  logger.warn({ more: 1 }, "with\na line break")
  expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true)
  const [first, second] = objects()
  expect(first).toEqual({ level: "info", timestamp: expect.any(String), logger: "pixelwise", message: "started" })
  expect(first!.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(Date.parse(String(first!.timestamp))).toBeGreaterThanOrEqual(before)
  expect(Date.parse(String(first!.timestamp))).toBeLessThanOrEqual(Date.now())
  expect(second).toMatchObject({ level: "warn", more: 1, message: "with\na line break" })
})

test("an error becomes its stack, with its causes, and none of its other properties", () => {
  const { logger, objects } = collect()
  const cause = new Error("the socket closed")
  const error = Object.assign(new TypeError("no answer", { cause }), { row: "private" })
  logger.error({ err: error, request_id: "a" }, "failed")
  logger.error(error)
  logger.error({ err: "a text" }, "thrown by a library")
  const [one, two, three] = objects()
  expect(one).toMatchObject({ level: "error", message: "failed", request_id: "a" })
  expect(one!.exception).toMatch(/^TypeError: no answer\n\s+at .*\ncaused by: Error: the socket closed\n\s+at /s)
  expect(one).not.toHaveProperty("err")
  expect(two).toMatchObject({ message: "no answer", exception: one!.exception })
  expect(three).toMatchObject({ exception: "a text" })
  expect(JSON.stringify([one, two])).not.toContain("private")
})

test("errors that cause each other end", () => {
  const { logger, objects } = collect()
  const error = new Error("round")
  error.cause = error
  logger.error(error)
  expect(String(objects()[0]!.exception).match(/caused by/g)).toHaveLength(4)
})

test("the level of the settings decides what is written", () => {
  const { logger, lines } = collect({ ...CONFIG, logLevel: "warn" })
  logger.info("no")
  logger.warn("yes")
  expect(lines).toHaveLength(1)
})

test("neither key nor password is written, wherever they come from", () => {
  const { logger, lines, objects } = collect()
  logger.info(`POST /classify/${CONFIG.apiKey}`)
  logger.error(new Error(`connect to ${CONFIG.databaseUrl} failed`))
  logger.warn({ path: "/p@ss word" }, "decoded")
  const log = lines.join("")
  for (const secret of ["the-secret-key", "p%40ss%20word", "p@ss word"]) expect(log).not.toContain(secret)
  expect(log).toContain("postgresql://u:[hidden]@h/d")
  expect(objects()).toHaveLength(3)
})

test.each(["", "no url", "pglite:./data", "postgresql://u@h/d", "postgresql://u:%zz@h/d"])(
  "a database address %j without a readable password hides nothing else",
  (databaseUrl) => {
    const { logger, objects } = collect({ ...CONFIG, databaseUrl })
    logger.info("as it is")
    expect(objects()[0]).toMatchObject({ message: "as it is" })
  },
)

test("any secret is hidden in any text, and the line stays JSON", () => {
  const secret = fc.string({ minLength: 6, maxLength: 30 }).filter((text) => !'{[hidden]}message"'.includes(text))
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (hidden, before, after) => {
      fc.pre(!before.includes(hidden) && !after.includes(hidden))
      const line = hideSecrets([hidden])(JSON.stringify({ message: `${before}${hidden}${after}` }))
      const { message } = JSON.parse(line) as { message: string }
      expect(message).toBe(`${before}${hidden}${after}`.replaceAll(hidden, "[hidden]"))
    }),
  )
})

test("a secret that is too short to be one is left alone", () => {
  expect(hideSecrets(["", "info"])('{"level":"info"}')).toBe('{"level":"info"}')
})

/** Runs a few lines with the real logger in a process of its own. */
async function run(script: string): Promise<{ code: number | null; lines: Record<string, unknown>[]; errors: string }> {
  const source = `
    import { createLogger, logCrashes } from ${JSON.stringify(resolve("src/observability/logger.ts"))}
    const log = createLogger(${JSON.stringify(CONFIG)})
    logCrashes(log)
    ${script}`
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", source])
  let output = ""
  let errors = ""
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()))
  const [code] = (await once(child, "close")) as [number | null]
  const lines = output.split("\n").filter((line) => line !== "")
  return { code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), errors }
}

test.each([
  ["the process exits at once", "process.exit(3)", 3],
  ["there is nothing left to do", "", 0],
])("no line is lost when %s", { timeout: 30_000 }, async (_title, end, expected) => {
  const { code, lines } = await run(`for (let i = 0; i < 20_000; i++) log.info({ i }, "a line"); ${end}`)
  expect(code).toBe(expected)
  expect(lines.map(({ i }) => i)).toEqual(Array.from({ length: 20_000 }, (_, i) => i))
})

test.each([
  ["exception", 'setTimeout(() => { throw new Error("boom") })'],
  ["unhandled rejection", 'setTimeout(() => { void Promise.reject(new Error("boom")) })'],
])("an %s is the last line, behind all others, and ends the process", { timeout: 30_000 }, async (what, crash) => {
  const { code, lines, errors } = await run(`for (let i = 0; i < 1_000; i++) log.info("a line"); ${crash}`)
  expect(code).toBe(1)
  expect(lines).toHaveLength(1_001)
  expect(lines.at(-1)).toMatchObject({
    level: "fatal",
    message: `stopped by an ${what}`,
    exception: expect.stringMatching(/^Error: boom\n\s+at /),
  })
  expect(errors).toBe("")
})

test("a single line is written soon, without anything after it", { timeout: 30_000 }, async () => {
  const { lines } = await run(`
    log.info("soon")
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 1_000)`)
  expect(lines).toMatchObject([{ message: "soon" }])
})
