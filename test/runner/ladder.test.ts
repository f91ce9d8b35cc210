import { describe, expect, it } from "vitest"
import { parseChapter } from "../../src/notes/parse.js"
import type { StepNotes } from "../../src/notes/chapter.js"
import type { Hint } from "../../src/runner/hint.js"
import { hintAt, type Evidence } from "../../src/runner/ladder.js"
import { solutionOf, type StudentFile } from "../../src/runner/solution.js"
import { check, failed } from "./sample.js"

const NOTES = `---
block: 9
title: Samples
---

# Block 9. Samples

## 9.1 An exercise

### 9.1.1 Tell the service its port

Outcomes: \`b9.a\`

A service listens at one port, and its configuration says which.

:::margin pitfall Two services
Only one of them gets the port.
:::

\`\`\`sh dev
openssl rand -hex 24
\`\`\`

\`\`\`text dev file=~/app/port.conf
port = 8000
\`\`\`
`

function notes(text = NOTES): StepNotes {
  const part = parseChapter(text, "notes.md").parts.find((each) => each.kind === "exercise")
  const step = part?.kind === "exercise" ? part.steps[0] : undefined
  if (!step) throw new Error("The sample has no step.")
  return step
}

function evidence(file: StudentFile = { missing: true }, more: Partial<Evidence> = {}): Evidence {
  return {
    step: "9.1.1",
    check: check("b9.a", "9.1.1", { title: "The service knows its port" }),
    known: failed,
    old: undefined,
    advice: "A service has to be told where to listen.",
    notes: notes(),
    solution: () => solutionOf(notes(), () => Promise.resolve(file)),
    ...more,
  }
}

const text = (hint: Hint): string => JSON.stringify(hint.parts)

describe("the hint ladder", () => {
  it("tells first what was seen, and neither advice, commands nor the solution", async () => {
    const hint = await hintAt(1, evidence())
    expect(hint).toMatchObject({ rung: 1, title: "What is seen", check: "b9.a" })
    expect(hint.parts).toEqual([
      { kind: "text", text: "It is not there." },
      { kind: "evidence", label: "expected", text: "x" },
      { kind: "evidence", label: "actual", text: "y" },
    ])
  })

  it("tells then what it is about, without a command", async () => {
    const hint = text(await hintAt(2, evidence()))
    expect(hint).toContain("A service has to be told where to listen.")
    expect(hint).toContain("Only one of them gets the port.")
    expect(hint).not.toContain("openssl")
    expect(hint).not.toContain("8000")
  })

  it("keeps advice that names a command for the rung of commands", async () => {
    const advice = { advice: "Run `port-set 8000`.", known: undefined }
    expect(text(await hintAt(2, evidence(undefined, advice)))).not.toContain("port-set")
    expect(text(await hintAt(3, evidence(undefined, advice)))).toContain("port-set")
  })

  it("tells then what to type, and not yet what to write", async () => {
    const hint = text(await hintAt(3, evidence()))
    expect(hint).toContain("openssl rand -hex 24")
    expect(hint).toContain("Write ~/app/port.conf on dev")
    expect(hint).not.toContain("port = 8000")
  })

  it("shows at last how the student's file differs", async () => {
    const { parts } = await hintAt(4, evidence({ text: "port = 80\n" }))
    expect(parts.at(-1)).toEqual({
      kind: "diff",
      label: "~/app/port.conf on dev",
      text: "--- yours\n+++ the notes'\n@@ -1,1 +1,1 @@\n-port = 80\n+port = 8000\n",
    })
  })

  it("says where a file is right, missing, or could not be read", async () => {
    expect((await hintAt(4, evidence({ text: "port = 8000\n" }))).parts.at(-1)).toMatchObject({ kind: "text" })
    expect((await hintAt(4, evidence())).parts.at(-1)).toMatchObject({
      label: "~/app/port.conf on dev is not there yet",
    })
    expect(text(await hintAt(4, evidence({ unreadable: "dev is gone" })))).toContain("dev is gone")
  })

  it("shows no value of .env", async () => {
    const secret = notes(NOTES.replace("port.conf\n", ".env\n").replace("port = 8000", "DB_PASSWORD=set-me"))
    const parts = await solutionOf(secret, () => Promise.resolve({ text: "API_KEY=hunter2\nDB_PASSWORD=hunter3\n" }))
    expect(JSON.stringify(parts)).not.toMatch(/hunter|set-me/)
    expect(JSON.stringify(parts)).toContain("-API_KEY=(hidden)")
  })

  it("says that a host was away, and tells what was seen last", async () => {
    const hint = await hintAt(1, evidence(undefined, { old: "dev is away. This is from yesterday." }))
    expect(hint.parts.slice(0, 2)).toEqual([
      { kind: "text", text: "dev is away. This is from yesterday." },
      { kind: "text", text: "It is not there." },
    ])
  })
})
