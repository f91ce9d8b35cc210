import { execFileSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { lines, quote, sh } from "../../src/engine/shell.js"

const bash = (script: string): string => execFileSync("bash", ["-c", script], { encoding: "utf8" })

describe("sh", () => {
  test.each([
    "plain",
    "",
    "two words",
    "it's",
    "$(id)",
    "`id`",
    '"',
    "\\",
    "new\nline",
    "-rf",
    "*",
    "ä€😀",
    "a\tb",
    "!x",
    "~",
  ])("hands %j to a command as one unchanged word", (value) => {
    expect(bash(sh`printf %s ${value}`.shell)).toBe(value)
    expect(bash(sh`printf '<%s>' ${["x", value]}`.shell)).toBe(`<x><${value}>`)
  })

  test("keeps the shell's own expansions and backslashes", () => {
    expect(bash(sh`x=abc; printf '%s\n' "\${x%c}"`.shell)).toBe("ab\n")
  })

  test("inserts other shell text as it is", () => {
    expect(bash(lines(sh`greet() { printf 'hi %s' "$1"; }`, sh`greet ${"a b"}`).shell)).toBe("hi a b")
  })

  test("refuses a NUL byte, which no command can receive", () => {
    expect(() => quote("a\0b")).toThrow(TypeError)
  })
})
