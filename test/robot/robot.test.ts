import { describe, expect, it } from "vitest"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { stepsOfChecks } from "../../src/engine/block.js"
import { ACTIONS } from "../../src/notes/actions.js"
import type { Chapter } from "../../src/notes/chapter.js"
import { parseChapter } from "../../src/notes/parse.js"
import { knowsAction } from "./actions.js"
import { chosenCourses } from "./choice.js"
import { early } from "./early.js"
import { keysOf } from "./keys.js"
import { notReplayed } from "./not-replayed.js"
import { compareSteps } from "./order.js"
import { replyTo } from "./reply.js"
import { stepsOf } from "./steps.js"
import { lastLine, plain } from "./terminal-text.js"

describe("what the robot knows", () => {
  it.each(Object.keys(ACTIONS))("has a counterpart of the action %s, or a reason for none", (name) => {
    expect(knowsAction(name)).toBe(true)
  })
})

describe("what is declared about outcomes", async () => {
  const { blocks, checks } = await loadCatalog()
  const stepOf = new Map(blocks.flatMap((block) => [...stepsOfChecks(block)]))

  it.each(Object.entries(early))("%s belongs to a later step than the one from which on it holds", (id, { from }) => {
    expect(compareSteps(from, stepOf.get(id) ?? "0.0.0")).toBeLessThan(0)
  })
  it.each(Object.keys(notReplayed))("%s, which the robot leaves out, is a bonus", (id) => {
    expect(checks.get(id)?.optional).toBe(true)
  })
})

describe("replies", () => {
  it("gives each account its password", () => {
    expect(replyTo("[sudo] password for user: ", [], false)?.keys).toBe("password\r")
    expect(replyTo("produser@192.168.56.11's password: ", [], false)?.keys).toBe("prodpassword\r")
  })
  it("says nothing where the question is somebody else's", () => {
    expect(replyTo("[sudo] password for nobody: ", [], true)).toBeUndefined()
  })
  it("trusts a host", () => {
    const question = "Are you sure you want to continue connecting (yes/no/[fingerprint])? "
    expect(replyTo(`The authenticity ...\r\n${question}`, ["wrong"], true)).toEqual({ keys: "yes\r", fromNotes: false })
  })
  it("gives those of the notes in order, and only once the program waits", () => {
    const asked = "Enter passphrase (empty for no passphrase): "
    expect(replyTo(asked, ["", "x"], true)).toEqual({ keys: "\r", fromNotes: true })
    expect(replyTo(asked, ["", "x"], false)).toBeUndefined()
    expect(replyTo("added 12 packages", ["x"], true)).toBeUndefined()
  })
  it("leaves a pager", () => {
    expect(replyTo("commit 41c0d7e\r\n\u001b[7m(END)\u001b[27m\u001b[K", [], true)?.keys).toBe("q")
    expect(replyTo("line\r\n:\u001b[K", [], true)?.keys).toBe("q")
  })
})

describe("the terminal", () => {
  it("shows what was printed without colours, and what a bar of progress ends with", () => {
    expect(plain("\u001b[32mok\u001b[0m\r\n10%\r20%\r\ndone")).toBe("ok\n20%\ndone")
    expect(lastLine("a\r\nb")).toBe("b")
  })
  it("sends keys by their names", () => {
    expect(keysOf("exit Enter Ctrl-C q")).toEqual(["exit", "\r", "\u0003", "q"])
  })
})

describe("the way through the notes", () => {
  const chapter = (number: number): Chapter => ({
    ...{ block: `block${number}`, number, title: "", from: `v0.${number - 2}`, tag: undefined },
    ...{ file: "notes.md", parts: [] },
  })
  const chapters = [3, 4, 5, 6].map(chapter)

  it("goes on with the same hosts from block to block, and begins anew elsewhere", () => {
    expect(chosenCourses("", "python", chapters, {})).toEqual([{ from: "v0.1", chapters }])
    expect(chosenCourses("python block3 block5 block6", "python", chapters, {})).toEqual([
      { from: "v0.1", chapters: [chapters[0]] },
      { from: "v0.3", chapters: chapters.slice(2) },
    ])
    expect(chosenCourses("typescript", "python", chapters, {})).toEqual([])
    expect(() => chosenCourses("block9", "python", chapters, {})).toThrow("block9")
  })

  it("leaves a block out until it is asked for by name", () => {
    const without = { block6: "a reason" }
    expect(chosenCourses("", "python", chapters, without)).toEqual([{ from: "v0.1", chapters: chapters.slice(0, 3) }])
    expect(chosenCourses("block6", "python", chapters, without)).toEqual([
      { from: "v0.4", chapters: chapters.slice(3) },
    ])
  })

  it("leaves out catching up, and loses no command", () => {
    const text = `---
block: 3
title: T
---

# Block 3. T

## 3.0 Catch up

### 3.0.1 No

\`\`\`sh dev
skipped
\`\`\`

## Theory

\`\`\`sh dev
first
\`\`\`

## 3.1 One

### 3.1.1 Yes

Outcomes: \`b3.x\`

\`\`\`sh dev
second
\`\`\`

## Recap

\`\`\`sh dev
third
\`\`\`
`
    const [step, ...more] = stepsOf(parseChapter(text, "notes.md"))
    expect(more).toEqual([])
    expect(step?.outcomes).toEqual(["b3.x"])
    expect(step?.pieces.flatMap((piece) => (piece.kind === "commands" ? piece.lines : []))).toEqual([
      "first",
      "second",
      "third",
    ])
  })

  it("orders steps by number", () => {
    expect(["5.4.10", "6.1.1", "5.4.9", "5.4.6"].sort(compareSteps)).toEqual(["5.4.6", "5.4.9", "5.4.10", "6.1.1"])
  })
})
