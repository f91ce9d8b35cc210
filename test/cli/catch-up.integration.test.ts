import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { describe, expect, test } from "vitest"
import { course } from "../helpers/course-cli.js"

describe("course catch-up", () => {
  test.each([
    [["v0.33"], 'A catch-up does not lead to "v0.33".', "Did you mean `course catch-up v0.3`?"],
    [[], "Which tag?", "It leads to v0.1, v0.2, v0.3, v0.4, v0.5, B1-complete."],
    [["v0.3", "--undo"], "--undo takes the newest catch-up back, whatever its tag.", "course catch-up --undo"],
    [
      ["B1-complete"],
      "B1-complete is a snapshot of both machines, not a tag. Nothing was changed.",
      "restore B1-complete",
    ],
  ])("refuses %j and says what to do", async (words, message, hint) => {
    const { exitCode, stderr } = await course(["catch-up", ...words])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
  })

  test("explains itself with examples", async () => {
    const { stdout } = await course(["catch-up", "--help"])
    expect(stdout).toContain("course catch-up v0.3 --dry-run")
    expect(stdout).toContain("course catch-up --undo")
  })

  test("tells a host that is out of reach, and what it was about to do changes nothing", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "course-catch-up-"))
    try {
      const host = "{ address: 127.0.0.1, port: 1, user: nobody }"
      await writeFile(path.join(folder, "course.yaml"), `hosts:\n  dev: ${host}\n  prod: ${host}\n`)
      const words = ["catch-up", "v0.1", "--yes", "--json", "--inventory", path.join(folder, "course.yaml")]
      const { exitCode, stdout } = await course(words)
      expect(exitCode).toBe(3)
      expect(stdout).toContain("COURSE_HOST_REFUSED")
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
