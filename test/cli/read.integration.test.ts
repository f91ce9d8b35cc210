import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { startOnTerminal, type PtyOptions, type PtyProgram } from "../helpers/pty-program.js"

const PROGRAM = path.resolve(import.meta.dirname, "../../bin/run.js")
let folder: string
const started: PtyProgram[] = []

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-read-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
afterEach(async () => {
  for (const program of started.splice(0)) program.kill("SIGKILL")
  for (const name of ["course.yaml", ".course"]) await rm(path.join(folder, name), { recursive: true, force: true })
})

async function course(...words: string[]): Promise<{ exitCode?: number; stdout: string; stderr: string }> {
  const env = { NO_COLOR: "1", LC_ALL: "C.UTF-8" }
  return execa(process.execPath, [PROGRAM, ...words], { cwd: folder, reject: false, stdin: "ignore", env })
}

function onTerminal(words: string[], options: PtyOptions = {}): PtyProgram {
  const program = startOnTerminal(process.execPath, [PROGRAM, ...words], { cwd: folder, ...options })
  started.push(program)
  return program
}

describe("course read, without a terminal", () => {
  it("shows the table of contents with the time that each block takes", async () => {
    const { exitCode, stdout, stderr } = await course("read")
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
    expect(stdout).toMatch(/^Block 2\. Version control with Git and a Git host \(\d+ min\)$/m)
    expect(stdout).toMatch(/^ {2}5\.4 {2}Supervised service on prod$/m)
  })

  it.each(["5.4.6", "b5.active"])("shows the step that %s names alone", async (word) => {
    const { exitCode, stdout } = await course("read", word)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^5\.4\.6 {2}Run the setup script on prod$/m)
    expect(stdout).not.toContain("5.4.7")
    expect(stdout).toMatch(/^\[prod\]\n {4}\.\/setup-server\.sh$/m)
  })

  it("shows a block from its title to what comes next, with nothing to colour or draw where it is plain", async () => {
    const { stdout } = await course("read", "block1", "--plain")
    expect(stdout).toMatch(/^Block 1\. Development and production machines\n/)
    expect(stdout).toContain("What comes next")
    expect(stdout).not.toMatch(/[\u2190-\u21ff\u2500-\u25ff\u001b]/)
  })

  it("fills in what course.yaml says and shows its track, or the one that is asked for", async () => {
    await writeFile(
      path.join(folder, "course.yaml"),
      "track: python\nhosts:\n  prod: { address: 10.1.2.3, user: produser }\nsettings: { gitAccount: ada-l }\n",
    )
    expect((await course("read", "1.1.11")).stdout).toContain("    ping -c 3 10.1.2.3\n")
    const { stdout } = await course("read", "5.2.3")
    expect(stdout).toContain("uvicorn")
    expect((await course("read", "5.2.3", "--track", "typescript")).stdout).not.toContain("uvicorn")
    expect(await readdir(folder)).toEqual(["course.yaml"])
  })

  it("opens where the student is, and shows how steps stood, without asking a host", async () => {
    const at = "2026-01-02T03:04:05.000Z"
    const check = (standing: string): object => ({ standing, at })
    const progress = {
      version: 1,
      place: { step: "5.4.6", at },
      checks: { "b5.unit-tracked": check("pass"), "b5.unit-no-secret": check("fail"), "b5.active": check("pass") },
      steps: { "5.4.6": { greenAt: at }, "5.4.7": { skippedAt: at } },
      hints: [],
    }
    await writeFile(path.join(folder, "course.yaml"), "hosts:\n  dev: { address: 127.0.0.1, port: 9, user: user }\n")
    await mkdir(path.join(folder, ".course"))
    await writeFile(path.join(folder, ".course", "progress.json"), JSON.stringify(progress))
    expect((await course("read")).stdout).toMatch(/^5\.4\.6 {2}Run the setup script on prod {2}✓ done$/m)
    const { stdout } = await course("read", "5.4")
    expect(stdout).toMatch(/^5\.4\.1 {2}Author the unit file on dev {2}○ 1 of 2 hold$/m)
    expect(stdout).toMatch(/^Outcomes: b5\.unit-tracked ✓, b5\.unit-no-secret ✗, b5\.unit-no-reload$/m)
    expect(stdout).toMatch(/^5\.4\.2 {2}Let the setup script install it$/m)
    expect(stdout).toMatch(/^5\.4\.7 .*○ skipped$/m)
    expect((await course("read", "5.4.7", "--plain")).stdout).toMatch(/^5\.4\.7 .* \(skipped\)$/m)
    expect((await course("read", "--contents")).stdout).toMatch(
      /^ {2}5\.4 {2}Supervised service on prod {2}1 of 9 steps$/m,
    )
  })

  it("says what is wrong with a course.yaml and shows the notes all the same", async () => {
    await writeFile(path.join(folder, "course.yaml"), "hots: {}\n")
    const { exitCode, stdout, stderr } = await course("read", "1.1.11")
    expect(exitCode).toBe(0)
    expect(stderr).toContain("did you mean hosts?")
    expect(stdout).toContain("    ping -c 3 192.168.56.11\n")
  })

  it("finds words with place and line, and says when there are none", async () => {
    const { stdout } = await course("read", "--search", "journalctl", "5")
    expect(stdout).toMatch(/^5\.4\.7 {2}/m)
    expect(stdout).toMatch(/^ {4}blocks\/block5\/notes\.md:\d+/m)
    const { exitCode, stdout: none } = await course("read", "--search", "xylophone")
    expect({ exitCode, none }).toEqual({ exitCode: 0, none: 'Nothing in the notes is like "xylophone".' })
  })

  it.each([
    [["read", "b5.actve"], "Did you mean `course read b5.active`?"],
    [["read", "--search", "x", "b5.actve"], "Did you mean `course read b5.active`?"],
    [["read", "--track", "rust"], "typescript, python"],
  ])("refuses %j with a hint", async (words, hint) => {
    const { exitCode, stderr } = await course(...words)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(hint)
  })

  it("gives everything as JSON", async () => {
    const json = async (...words: string[]): Promise<unknown> =>
      JSON.parse((await course(...words, "--json")).stdout) as unknown
    expect(await json("read")).toMatchObject({
      blocks: [{ block: "block1", exercises: [{ id: "1.1" }, {}, {}] }, {}, {}, {}, {}, {}],
    })
    expect(await json("read", "5.4.6")).toMatchObject({
      ...{ block: "block5", track: "typescript", from: "v0.3", tag: "v0.4", file: "blocks/block5/notes.md" },
      parts: [
        {
          kind: "exercise",
          id: "5.4",
          steps: [{ id: "5.4.6", outcomes: expect.arrayContaining(["b5.active"]) as string[] }],
        },
      ],
    })
    expect(await json("read", "--search", "journalctl")).toMatchObject({
      found: expect.arrayContaining([
        expect.objectContaining({ place: "5.4.7", line: expect.any(Number) as number }),
      ]) as unknown[],
    })
    expect(await json("read", "b5.actve")).toMatchObject({ error: { code: "COURSE_UNKNOWN_ID" } })
  })
})

describe("course read, on a terminal", () => {
  /** A machine that does much else may take its time to start a program. */
  const SLOW = 30_000
  const LESS = { PAGER: "less", LESS: "" }

  /** What is typed while less handles Ctrl-C is lost. */
  async function pressUntil(program: PtyProgram, key: string, shown: RegExp): Promise<void> {
    for (let tries = 0; tries < 10; tries++) {
      program.type(key)
      const came = await program.until(shown, 3000).then(
        () => true,
        () => false,
      )
      if (came) return
    }
    throw new Error(`The screen never showed ${shown}:\n${program.screen()}`)
  }

  it("opens at the step, scrolls through the whole chapter and leaves with q", async () => {
    const reader = onTerminal(["read", "b5.active"], { env: LESS })
    await reader.until(/^5\.4\.6 {2}Run the setup script on prod/, SLOW)
    expect(reader.output()).toContain("\u001b[1m")
    reader.type("\u0003")
    await pressUntil(reader, "g", /^━+\nBlock 5\. Backend: API and service/)
    reader.type("q")
    expect(await reader.ended).toBe(0)
  })

  it("puts notes beside the text where the terminal is wide", async () => {
    const reader = onTerminal(["read", "1.1.6"], { columns: 140, rows: 40, env: LESS })
    await reader.until(/^1\.1\.6[^]*^.{91}│ What happened: update and upgrade$/m, SLOW)
    reader.type("q")
    expect(await reader.ended).toBe(0)
  })

  it("prints without a pager when asked to, when there is none, and what fits on the screen", async () => {
    for (const [words, env] of [
      [["read", "5.4.6", "--no-pager"], LESS],
      [["read", "5.4.6"], { PAGER: "a-pager-that-is-nowhere" }],
      [["read", "5.4.7", "--search", "xylophone"], LESS],
    ] as const) {
      const reader = onTerminal([...words], { env })
      expect(await reader.ended).toBe(0)
      expect(reader.fullScreen()).toBe(false)
      expect(reader.output()).toMatch(/Run the setup script on prod|xylophone/)
    }
  })

  it("says when the pager failed", async () => {
    const reader = onTerminal(["read", "5"], { env: { PAGER: "false" } })
    expect(await reader.ended).toBe(0)
    expect(reader.output()).toContain("The pager false ended with 1. --no-pager prints without it.")
  })
})
