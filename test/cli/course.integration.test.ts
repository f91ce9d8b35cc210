import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { XMLValidator } from "fast-xml-parser"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { recording } from "../../src/engine/recording.js"
import { report as reportSchema } from "../../src/engine/report.js"

/** The program as a person runs it, in a folder whose hosts are switched off. */
const program = path.resolve(import.meta.dirname, "../../bin/run.js")
let folder: string

interface Ended {
  exitCode?: number
  stdout: string
  stderr: string
}

async function course(...words: string[]): Promise<Ended> {
  const env = { NO_COLOR: "1", LC_ALL: "C.UTF-8" }
  return execa(process.execPath, [program, ...words], { cwd: folder, reject: false, stdin: "ignore", env })
}

const RIGHT_VERBS = [
  ["classifyMethod", "POST"],
  ["classifyStatus", "200"],
  ["resultsMethod", "GET"],
  ["resultsStatus", "200"],
  ["healthMethod", "GET"],
  ["healthStatus", "200"],
  ["unhealthyStatus", "503"],
].flatMap(([name, value]) => ["--set", `${name}=${value}`])

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-cli-"))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(async () => {
  // Port 9 of this machine: nothing listens there.
  await writeFile(
    path.join(folder, "course.yaml"),
    "hosts:\n  dev: { address: 127.0.0.1, port: 9, user: user }\n  prod: { address: 127.0.0.1, port: 9, user: produser }\n",
  )
})

describe("the command line", () => {
  it("lists its commands", async () => {
    const { exitCode, stdout } = await course("--help")
    expect(exitCode).toBe(0)
    for (const command of [
      "answer",
      "check",
      "deploy",
      "doctor",
      "hint",
      "init",
      "judge",
      "lab",
      "run",
      "status",
      "trust",
    ])
      expect(stdout).toContain(command)
  })

  it("says alone where the student is, and the one next command", async () => {
    const fresh = await course()
    expect(fresh.stdout).toContain("no block is begun.\n\n  course run block1\n")
    await mkdir(path.join(folder, ".course"), { recursive: true })
    const file = path.join(folder, ".course", "progress.json")
    const at = "2026-03-02T09:00:00.000Z"
    const progress = { version: 1, place: { step: "2.1.3", at }, checks: {}, steps: {}, hints: [] }
    await writeFile(file, JSON.stringify(progress))
    const there = await course()
    expect(there.stdout).toContain("Block 2, Version control with Git and a Git host: step 2.1.3, Tell Git who you are")
    expect(there.stdout).toContain("\n  course run\n")
    await writeFile(file, '{"version":')
    const damaged = await course()
    expect([damaged.exitCode, damaged.stderr]).toEqual([0, expect.stringContaining("progress.json was damaged.")])
    await rm(path.join(folder, ".course"), { recursive: true })
  })

  it("gives a hint from what was seen last where a host cannot be reached, and says so", async () => {
    await mkdir(path.join(folder, ".course"), { recursive: true })
    const at = "2026-03-02T09:00:00.000Z"
    const seen = { standing: "fail", message: "user.name is not set.", expected: "a global user.name", at }
    const progress = { version: 1, checks: { "b2.identity": seen }, steps: {}, hints: [] }
    await writeFile(path.join(folder, ".course", "progress.json"), JSON.stringify(progress))
    const { exitCode, stdout } = await course("hint", "2.1.3")
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/Hint 1 of 4: What is seen \(b2\.identity\)\s+Nothing could be seen just now/)
    expect(stdout).toMatch(/2026-03-02 09:00[\s\S]*user\.name is not set/)
    expect(stdout).not.toContain("git config")
    const next = JSON.parse((await course("hint", "2.1.3", "--json")).stdout) as { hint: { rung: number } }
    expect(next.hint.rung).toBe(2)
    const status = JSON.parse((await course("status", "--json")).stdout) as { hints: number; blocks: unknown[] }
    expect(status).toMatchObject({ hints: 2, blocks: [{ id: "block1" }, { id: "block2", hints: 2 }, {}, {}, {}, {}] })
    await rm(path.join(folder, ".course"), { recursive: true })
  })

  it.each([
    [["chekc"], 2, "Did you mean `course check`?"],
    [["check", "--passiv"], 2, "COURSE_USAGE"],
    [["check", "--format", "pdf"], 2, "COURSE_USAGE"],
    [["check", "blok5"], 2, "Did you mean `course check block5`?"],
    [["check", "b5.actve"], 2, "Did you mean `course check b5.active`?"],
    [["check", "--inventory", "no.yaml"], 2, "COURSE_CONFIG_MISSING"],
    [["check", "--lab=nosuchlab"], 2, "COURSE_LAB_UNKNOWN"],
    [["judge", "no.json"], 2, "COURSE_FILE_UNREADABLE"],
    [["judge", "course.yaml"], 2, "COURSE_FILE_UNREADABLE"],
    [["answer", "b5.verb"], 2, "Did you mean `course answer b5.verbs`?"],
    [["answer", "b5.verbs", "--set", "classifyMethod=FETCH"], 2, "GET, POST, PUT, DELETE"],
    [["answer", "b5.verbs", "--set", "classifyMethd=GET"], 2, "Did you mean --set classifyMethod=...?"],
    [["answer", "b5.verbs"], 2, "no terminal"],
    [["doctor", "devv"], 2, "Hosts are"],
    [["trust", "laptop"], 2, "COURSE_CONFIG_INVALID"],
    [["init", "--yes"], 2, "is there already"],
  ] as const)("for `course %s` ends with %i and says: %s", async (words, wanted, said) => {
    const { exitCode, stdout, stderr } = await course(...words)
    expect({ exitCode, stdout }).toEqual({ exitCode: wanted, stdout: "" })
    expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it("shows a stack only with --debug", async () => {
    expect((await course("judge", "no.json", "--debug")).stderr).toMatch(/^\s+at /m)
  })

  it("prints an error as JSON with --json", async () => {
    const { exitCode, stdout, stderr } = await course("judge", "no.json", "--json")
    expect(exitCode).toBe(2)
    expect(stderr).toBe("")
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "COURSE_FILE_UNREADABLE", exitCode: 2 } })
  })

  it("says where course.yaml is wrong", async () => {
    await writeFile(path.join(folder, "course.yaml"), "hosts:\n  dev: { adress: 127.0.0.1 }\n")
    const { exitCode, stderr } = await course("check", "block5")
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/course\.yaml:2:\d+: .*did you mean address\?/)
  })
})

describe("checking without a host", () => {
  it("answers, checks, records and judges again", async () => {
    const wrong = await course("answer", "b5.verbs", ...RIGHT_VERBS.with(1, "classifyMethod=GET"))
    expect(wrong.exitCode).toBe(1)
    expect(wrong.stdout).toContain("GET does not suit /classify.")
    const failed = await course("check", "b5.verbs")
    expect(failed.exitCode).toBe(1)
    expect(failed.stdout).toContain("✗ b5.verbs")
    expect(failed.stdout).toContain("0 of 1 point (0 %)")

    expect((await course("answer", "b5.verbs", ...RIGHT_VERBS)).exitCode).toBe(0)
    const passed = await course("check", "b5.verbs", "--record", "run.json", "--json")
    expect(passed.exitCode).toBe(0)
    const report = reportSchema.parse(JSON.parse(passed.stdout))
    expect(report).toMatchObject({ summary: { pass: 1, fail: 0 }, hosts: [], blocks: ["block5"] })

    recording.parse(JSON.parse(await readFile(path.join(folder, "run.json"), "utf8")))
    const judged = await course("judge", "run.json", "--json")
    expect(judged.exitCode).toBe(0)
    expect(JSON.parse(judged.stdout)).toEqual(report)
    expect((await course("judge", "run.json", "--format", "json")).stdout).toBe(judged.stdout)
  })

  it("ends with 3 when a host is not there, and tells it in every format", async () => {
    const { exitCode, stdout, stderr } = await course("check", "b5.enabled", "--record", "down.json")
    expect(exitCode).toBe(3)
    expect(stdout).toContain("prod   127.0.0.1 – not reachable")
    expect(stdout).toContain("course doctor prod")
    expect(stderr).toBe("")
    const junit = await course("judge", "down.json", "--format", "junit", "--output", "down.xml")
    expect(junit).toMatchObject({ exitCode: 3, stdout: "" })
    expect(XMLValidator.validate(await readFile(path.join(folder, "down.xml"), "utf8"))).toBe(true)
  })

  it("lists the questions that are open", async () => {
    const { stdout, exitCode } = await course("answer", "--json")
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ id: "b5.json-rules", state: "open" }))
  })
})

describe("course doctor", () => {
  it("classifies a refused connection and says what to do", async () => {
    const { exitCode, stdout } = await course("doctor", "dev", "--json")
    expect(exitCode).toBe(3)
    const { hosts } = JSON.parse(stdout) as { hosts: unknown[] }
    expect(hosts).toEqual([
      expect.objectContaining({
        role: "dev",
        findings: [
          expect.objectContaining({
            topic: "refused",
            level: "problem",
            hint: expect.stringContaining("ssh") as string,
          }),
        ],
      }),
    ])
  })
})

describe("course init", () => {
  it("writes a course.yaml that check can read", async () => {
    await rm(path.join(folder, "course.yaml"))
    const { exitCode, stdout } = await course(
      "init",
      "--yes",
      "--no-connect",
      "--dev",
      "127.0.0.1",
      "--prod-user",
      "me",
    )
    expect(exitCode).toBe(0)
    expect(stdout).toContain("Wrote ")
    expect(await readFile(path.join(folder, "course.yaml"), "utf8")).toContain("user: me")
    expect((await course("check", "b5.json-rules")).exitCode).toBe(1)
  })
})

describe("being stopped", () => {
  it("ends with 130 and says so", async () => {
    const child = execa(process.execPath, [program, "check", "b5.verbs", "--watch"], {
      cwd: folder,
      reject: false,
      env: { NO_COLOR: "1" },
    })
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()))
    child.kill("SIGINT")
    const { exitCode, stderr } = await child
    expect(exitCode).toBe(130)
    expect(stderr).toContain("COURSE_INTERRUPTED")
  })
})

describe("starting", () => {
  it("loads no SSH library for a command that needs no host", async () => {
    const script = `
      process.argv = [process.argv[0], ${JSON.stringify(program)}, "judge", "no.json"]
      await import(${JSON.stringify(program)})
      const { createRequire } = await import("node:module")
      const loaded = Object.keys(createRequire(${JSON.stringify(program)}).cache)
      console.log(JSON.stringify({ oclif: loaded.some((file) => file.includes("@oclif")), ssh2: loaded.some((file) => file.includes("ssh2")) }))`
    const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: folder,
      reject: false,
    })
    expect(JSON.parse(stdout)).toEqual({ oclif: true, ssh2: false })
  })
})
