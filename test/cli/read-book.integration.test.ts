import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { execa } from "execa"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const RUN = fileURLToPath(new URL("../../bin/run.js", import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-book-"))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const course = (...argv: string[]) =>
  execa(process.execPath, [RUN, "read", ...argv], {
    cwd: folder,
    reject: false,
    stdin: "ignore",
    // No screen: a test opens nobody's browser.
    env: { NO_COLOR: "1", DISPLAY: "", WAYLAND_DISPLAY: "" },
  })

describe("course read --html", () => {
  it("writes the book and says what that is", async () => {
    const { exitCode, stdout } = await course("--html", "book")
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^Wrote the book to \S+\/book: \d+ pages, [\d,]+ words, \d+\.\d MB\.\nIt begins at file:\/\/\S+\/book\/index\.html$/,
      ) as string,
    })
    expect(await readdir(path.join(folder, "book"))).toContain("block5.html")
  })

  it("refuses what it would destroy, and options that mean nothing for pages", async () => {
    await mkdir(path.join(folder, "mine"))
    await writeFile(path.join(folder, "mine", "thesis.txt"), "")
    for (const argv of [["mine"], ["book", "block5"], ["book", "--plain"]]) {
      const { exitCode, stderr } = await course("--html", ...argv)
      const code = /\((COURSE_\w+)\)/.exec(stderr)?.[1]
      const wanted = argv[0] === "mine" ? "COURSE_FILE_UNWRITABLE" : "COURSE_USAGE"
      expect({ argv, exitCode, code }).toEqual({ argv, exitCode: 2, code: wanted })
    }
    expect((await readdir(folder)).sort()).toEqual(["mine"])
  })
})

describe("course read --web", () => {
  it("serves the book at the place that was named, until Ctrl-C", async () => {
    const running = course("5.4.6", "--web")
    let said = ""
    running.stderr.on("data", (chunk) => (said += String(chunk)))
    await expect.poll(() => said, { timeout: 40_000 }).toContain("Ctrl-C")
    const [address = ""] = /http:\S+/.exec(said) ?? []
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/block5\.html#5\.4\.6$/)
    expect(await (await fetch(address)).text()).toContain('id="5.4.6"')
    running.kill("SIGINT")
    expect((await running).exitCode).toBe(130)
    await expect(fetch(address)).rejects.toThrow()
  })
})
