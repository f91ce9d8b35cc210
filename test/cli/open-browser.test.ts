import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { browserCommand, openBrowser } from "../../src/cli/open-browser.js"

const URL = "http://127.0.0.1:8123/block5.html#5.4.6"

describe("browserCommand", () => {
  it.each([
    ["darwin", {}, ["open", URL]],
    ["win32", {}, ["rundll32", "url.dll,FileProtocolHandler", URL]],
    ["linux", { DISPLAY: ":0" }, ["xdg-open", URL]],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open", URL]],
    ["linux", { DISPLAY: "" }, undefined],
    ["linux", {}, undefined],
  ] as const)("on %s with %o is %o", (platform, env, wanted) => {
    expect(browserCommand(URL, { platform, env })).toEqual(wanted)
  })
})

describe("openBrowser", () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "course-browser-"))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const surroundings = () => ({ platform: "linux" as const, env: { PATH: `${folder}:/usr/bin:/bin`, DISPLAY: ":0" } })

  it("hands the address over", async () => {
    const program = path.join(folder, "xdg-open")
    await writeFile(
      program,
      `#!/bin/sh\nprintf %s "$1" > ${folder}/asked.new && mv ${folder}/asked.new ${folder}/asked\n`,
    )
    await chmod(program, 0o755)
    expect(await openBrowser(URL, surroundings())).toBe(true)
    await expect.poll(() => readFile(path.join(folder, "asked"), "utf8").catch(() => ""), { timeout: 10_000 }).toBe(URL)
  })

  it("says that there is none, instead of failing", async () => {
    const { platform } = surroundings()
    expect(await openBrowser(URL, { platform, env: { PATH: folder, DISPLAY: ":0" } })).toBe(false)
  })
})
