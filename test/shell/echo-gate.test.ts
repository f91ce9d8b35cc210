import { beforeEach, describe, expect, it } from "vitest"
import { EchoGate } from "../../src/shell/recording/echo-gate.js"

describe("EchoGate", () => {
  let now = 0
  let gate: EchoGate
  let told: string[]
  beforeEach(() => {
    now = 0
    gate = new EchoGate(() => now)
    told = []
  })
  const type = (text: string): void => void told.push(...gate.typed(text))
  const show = (text: string): void => void told.push(...gate.printed(text))
  /** Types as a person does at a terminal that echoes. */
  const echo = (text: string): void => {
    for (const key of text) {
      type(key)
      now += 50
      if (key !== "\r") show(key)
      else show("\n")
    }
  }
  /** Types as a person does where nothing is echoed. */
  const hide = (text: string): void => {
    for (const key of text) {
      type(key)
      now += 50
    }
  }

  it("tells a line once it is over and was shown", () => {
    echo("ls -l")
    expect(told).toEqual([])
    type("\r")
    expect(told).toEqual(["ls -l\r"])
  })

  it("leaves out what sudo asks for, and nothing around it", () => {
    echo("sudo true\r")
    show("[sudo] password for user: ")
    hide("geheim\r")
    show("\n")
    show("user@dev:~$ ")
    echo("id\r")
    expect(told).toEqual(["sudo true\r", "id\r"])
  })

  it("leaves out a password that a program prints afterwards", () => {
    echo("read -s word; echo got $word\r")
    hide("geheim\r")
    show("got geheim\n")
    expect(told).toEqual(["read -s word; echo got $word\r"])
  })

  it("leaves out a pasted password, even when the prompt looks like its beginning", () => {
    echo("read -s word\r")
    type("user-secret\r")
    now += 20
    show("user@dev:~$ ")
    now += 2000
    echo("id\r")
    expect(told).toEqual(["read -s word\r", "id\r"])
  })

  it("leaves out all of a line of which one character was not shown", () => {
    echo("ab")
    hide("c")
    now += 2000
    echo("de\r")
    expect(told).toEqual([])
    echo("id\r")
    expect(told).toEqual(["id\r"])
  })

  it("leaves out a password while a program keeps printing", () => {
    show("password: ")
    for (const key of "geheim") {
      type(key)
      show("worker: request done in 12 ms\n")
      now += 100
    }
    type("\r")
    show("\n")
    expect(told).toEqual([])
  })

  it("leaves out a password that is shown as stars", () => {
    for (const key of "geheim") {
      type(key)
      show("*")
    }
    type("\r")
    show("\n")
    expect(told).toEqual([])
  })

  it("waits for the echo of a slow connection, which may come after Return", () => {
    type("ls\r")
    now += 400
    expect(told).toEqual([])
    show("ls\n")
    expect(told).toEqual(["ls\r"])
  })

  it("understands a shell that shows the whole word again", () => {
    type("l")
    show("l")
    type("s")
    show("ls")
    type("\r")
    expect(told).toEqual(["ls\r"])
  })

  it("keeps keys that show nothing with their line", () => {
    echo("lx")
    type("\x7f")
    show("")
    echo("s")
    type("\x1b[D\x1b[C")
    type("\t")
    show("file.txt ")
    type("\r")
    expect(told).toEqual(["lx\x7fs\x1b[D\x1b[C\t\r"])
  })

  it("tells Ctrl-C, Ctrl-D and Ctrl-Z", () => {
    type("\x03")
    show("^C\n")
    type("\x1a")
    type("\x04")
    expect(told).toEqual(["\x03", "\x1a", "\x04"])
  })

  it("leaves out a password that was broken off by Ctrl-C", () => {
    hide("gehei\x03")
    show("\n")
    expect(told).toEqual([])
  })

  it("counts characters beyond the first plane as one", () => {
    echo("ü😀\r")
    expect(told).toEqual(["ü😀\r"])
  })
})
