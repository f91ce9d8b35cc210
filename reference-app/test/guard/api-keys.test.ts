import { createHash } from "node:crypto"
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { expect, onTestFinished, test, vi } from "vitest"
import { openApiKeys, type ApiKeys } from "../../src/guard/api-keys.js"
import { KeyFileError, parseKeys } from "../../src/guard/key-file.js"

const SECRET = "the-key-of-the-settings"

interface Opened {
  readonly keys: ApiKeys
  readonly path: string
  readonly log: string[]
  /** Writes the file anew, in place. */
  write(text: string): void
}

function openWith(text: string, { mode = 0o600, pollMs = 20 } = {}): Opened {
  const folder = mkdtempSync(join(tmpdir(), "pixelwise-keys-"))
  const path = join(folder, "api-keys")
  writeFileSync(path, text)
  chmodSync(path, mode)
  const log: string[] = []
  const note = (level: string) => (message: unknown) => void log.push(`${level}: ${String(message)}`)
  const logger = { info: note("info"), warn: note("warn"), error: note("error") }
  const keys = openApiKeys({ secretApiKey: SECRET, keysFile: path, logger, pollMs })
  onTestFinished(() => {
    keys.close()
    rmSync(folder, { recursive: true })
  })
  return { keys, path, log, write: (content) => writeFileSync(path, content) }
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

test("the key of the settings is named default; without a file it is the only one", () => {
  const keys = openApiKeys({ secretApiKey: SECRET, logger: { info: vi.fn(), warn: vi.fn(), error: vi.fn() } })
  expect(keys.find(SECRET)).toBe("default")
  for (const wrong of [undefined, "", "x", SECRET.slice(1), `${SECRET} `, SECRET.toUpperCase(), sha256(SECRET)]) {
    expect(keys.find(wrong)).toBeUndefined()
  }
})

test("keys of the file, plain and as digests, go by their names", () => {
  const { keys } = openWith(
    `# monitors\nanna:first:with:colons\r\n\n ben : sha256:${sha256("second").toUpperCase()} \n`,
  )
  expect(["first:with:colons", "second", SECRET].map((key) => keys.find(key))).toEqual(["anna", "ben", "default"])
  // A digest in the file is no key by itself: who reads the file has not got the keys.
  expect(keys.find(`sha256:${sha256("second")}`)).toBeUndefined()
  expect(keys.find(sha256("second"))).toBeUndefined()
})

test("letters beyond ASCII are compared by their bytes", () => {
  const { keys } = openWith("anna:schlüssel\n")
  expect(keys.find(Buffer.from("schlüssel", "utf8").toString("latin1"))).toBe("anna")
  expect(keys.find("schlüssel")).toBeUndefined()
})

test("exactly the keys of the file open, whatever they are", () => {
  const key = fc.stringMatching(/^[!-~]{1,40}$/).filter((text) => !text.startsWith("sha256:"))
  fc.assert(
    fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 8 }), key, (given, other) => {
      const parsed = parseKeys(given.map((text, index) => `n${index}:${text}`).join("\n"), "keys")
      expect(parsed.map(({ digest }) => digest.toString("hex"))).toEqual(given.map(sha256))
      const { keys } = openWith(given.map((text, index) => `n${index}:${text}`).join("\n"))
      keys.close()
      given.forEach((text, index) => expect(keys.find(text)).toBe(`n${index}`))
      if (!given.includes(other)) expect(keys.find(other)).toBeUndefined()
    }),
    { numRuns: 30 },
  )
})

test.each([
  ["anna", "line 1: write name:key"],
  ["# ok\n:key", "line 2: write name:key"],
  ["an na:key", "line 1: write name:key"],
  ["anna:", "the key of anna is empty"],
  ["anna:sha256:abc", "the digest of anna is not 64 hexadecimal digits"],
  ["anna:one\nanna:two", "line 2: there are two keys named anna"],
  ["anna:one\nben:one", "line 2: ben has the key of another name"],
  [`anna:one\nben:sha256:${sha256("one")}`, "line 2: ben has the key of another name"],
  ["default:one", "the name default belongs to SECRET_API_KEY"],
  [`anna:${SECRET}`, "repeats SECRET_API_KEY"],
])("a file with %j is refused at the start", (text, problem) => {
  expect(() => openWith(text)).toThrow(KeyFileError)
  expect(() => openWith(text)).toThrow(problem)
})

test("no refusal repeats a key; a missing file is refused by name", () => {
  const secret = "not-to-be-seen"
  for (const text of [secret, `an na:${secret}`, `a:${secret}\na:${secret}`, `a:${secret}\nb:${secret}`]) {
    expect(() => openWith(text)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }))
  }
  const logger = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  expect(() => openApiKeys({ secretApiKey: SECRET, keysFile: "/nowhere/keys", logger })).toThrow(
    "/nowhere/keys cannot be read",
  )
})

test("a changed file changes the keys without a restart, whether rewritten or replaced", async () => {
  const { keys, path, log, write } = openWith("anna:one\n")
  write("ben:two\n")
  await vi.waitFor(() => expect(keys.find("two")).toBe("ben"), 5_000)
  expect(keys.find("one")).toBeUndefined()
  writeFileSync(`${path}.new`, "carl:three\n", { mode: 0o600 })
  renameSync(`${path}.new`, path)
  await vi.waitFor(() => expect(keys.find("three")).toBe("carl"), 5_000)
  expect(keys.find(SECRET)).toBe("default")
  expect(log).toEqual(["info: API keys read again: default, ben", "info: API keys read again: default, carl"])
})

test("SIGHUP reads the file again", async () => {
  const { keys, write, log } = openWith("anna:one\n", { pollMs: 3_600_000 })
  write("anna:two\n")
  expect(keys.find("two")).toBeUndefined()
  process.kill(process.pid, "SIGHUP")
  await vi.waitFor(() => expect(keys.find("two")).toBe("anna"), 5_000)
  expect(log).toEqual(["info: API keys read again: default, anna"])
})

test("a broken or vanished file keeps the old keys and is logged once, a mended one counts again", async () => {
  const { keys, path, log, write } = openWith("anna:one\n")
  write("anna:one\nben\n")
  await vi.waitFor(() => expect(log).toHaveLength(1), 5_000)
  expect(log[0]).toMatch(/^error: API keys stay as they were\. .*api-keys, line 2: write name:key/)
  expect([keys.find("one"), keys.find(SECRET)]).toEqual(["anna", "default"])
  rmSync(path)
  await vi.waitFor(() => expect(log).toHaveLength(2), 5_000)
  expect(log[1]).toContain("cannot be read")
  expect(keys.find("one")).toBe("anna")
  write("ben:two\n")
  chmodSync(path, 0o600)
  await vi.waitFor(() => expect(keys.find("two")).toBe("ben"), 5_000)
  expect(keys.find("one")).toBeUndefined()
})

test("an emptied file takes its keys away", () => {
  const { keys, write } = openWith("anna:one\n")
  write("")
  keys.reload()
  expect([keys.find("one"), keys.find(SECRET)]).toEqual([undefined, "default"])
})

test.each([
  [0o600, false],
  [0o640, false],
  [0o644, true],
  [0o660, true],
  [0o602, true],
])("rights %o: warned about %s", (mode, warned) => {
  const { log } = openWith("anna:one\n", { mode })
  expect(log.some((line) => line.startsWith("warn:") && line.includes(mode.toString(8)))).toBe(warned)
})

test("a closed set of keys no longer listens to SIGHUP", () => {
  const before = process.listenerCount("SIGHUP")
  const { keys } = openWith("anna:one\n")
  expect(process.listenerCount("SIGHUP")).toBe(before + 1)
  keys.close()
  expect(process.listenerCount("SIGHUP")).toBe(before)
})

test("finding takes as long for a right key as for a wrong one", () => {
  const lines = Array.from({ length: 50 }, (_, index) => `n${index}:key-number-${index}-of-equal-length`)
  const { keys } = openWith(lines.join("\n"))
  const candidates = {
    first: "key-number-10-of-equal-length",
    last: "key-number-49-of-equal-length",
    wrong: "key-number-99-of-equal-length",
  }
  const rounds: Record<string, number[]> = { first: [], last: [], wrong: [] }
  for (let round = 0; round < 60; round++) {
    for (const [name, key] of Object.entries(candidates)) {
      const begin = performance.now()
      for (let i = 0; i < 50; i++) keys.find(key)
      rounds[name]!.push(performance.now() - begin)
    }
  }
  // The quickest of many rounds is what it takes when nothing else runs.
  const [first, last, wrong] = ["first", "last", "wrong"].map((name) => Math.min(...rounds[name]!)) as [
    number,
    number,
    number,
  ]
  expect(Math.max(first, last, wrong) / Math.min(first, last, wrong)).toBeLessThan(1.5)
})
