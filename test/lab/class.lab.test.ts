import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import type { AttemptOutcome } from "../../src/grading/model.js"
import { classDown, classStatus, classUp, type ClassUpResult } from "../../src/lab/class/class.js"
import { HOSTILE } from "../../src/lab/class/hostile/index.js"
import { HOSTILE_KINDS, type HostileKind } from "../../src/lab/class/hostile/kinds.js"
import { makeHostile } from "../../src/lab/class/make-student.js"
import { loadRoster } from "../../src/inventory/roster/load-roster.js"
import { labRestore, labRun, labSnapshot } from "../../src/lab/lab.js"
import { labPaths } from "../../src/lab/paths.js"
import { build } from "../../src/tooling/build.mjs"
import { course } from "../helpers/course-cli.js"
import { everythingIn, freshSecret, leaked, secretsOf, watchCommandLines } from "./class/canaries.js"
import { lookAtClass, verdicts } from "./class/look-at-class.js"
import { traces } from "./traces.js"

const MINUTE = 60_000
const CLASS = "class-test"
/** A few facts of both hosts, as the account and as root. */
const WORDS = ["b2.clean-tree", "b2.pushed", "b5.active", "b5.prod-head", "b5.prod-key", "b6.role-prod"]
const VICTIM = "s03"

const LIMIT = "/proc/sys/fs/inotify/max_user_instances"

describe("a class of real pairs", () => {
  let folder: string
  let before: Awaited<ReturnType<typeof traces>>
  let limit: string
  let made: ClassUpResult
  let sound: Map<string, AttemptOutcome>
  const look = (): Promise<Map<string, AttemptOutcome>> => lookAtClass(made.roster, WORDS, folder)

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "course-class-"))
    await build({ quiet: true })
    await classDown({ name: CLASS })
    before = await traces(/class-test/)
    limit = await readFile(LIMIT, "utf8")
    made = await classUp({
      ...{ name: CLASS, students: 3, state: "v0.5", track: "typescript", mix: false, seed: "1" },
      onProgress: () => undefined,
    })
    sound = await look()
    await labSnapshot({ name: labOf(VICTIM), snapshot: "sound" })
  }, 20 * MINUTE)

  afterAll(async () => {
    await classDown({ name: CLASS })
    await rm(folder, { recursive: true, force: true })
  }, 3 * MINUTE)

  function labOf(id: string): string {
    return made.students.find((student) => student.id === id)?.lab ?? ""
  }

  test("has a roster that reaches everybody, and nothing but passes", async () => {
    const roster = await loadRoster(made.roster)
    expect(roster.students.map(({ student }) => student.name)).toEqual(made.students.map(({ name }) => name))
    for (const outcome of sound.values()) {
      expect(outcome.state).toBe("graded")
      expect(outcome.report.checks.filter(({ status }) => status !== "pass")).toEqual([])
    }
  })

  test("shares no key, no machine id and no database cluster", async () => {
    const script = `
cat /etc/machine-id /etc/ssh/ssh_host_*_key.pub /home/*/.ssh/id_*.pub 2>/dev/null | cut -d' ' -f1-2
if [ -d /var/lib/postgresql/15/main ]; then
  cd / && runuser -u postgres -- psql -XAtqw -d postgres -c 'SELECT system_identifier FROM pg_control_system()'
fi`
    const seen = await Promise.all(
      made.students.flatMap(({ lab }) =>
        (["dev", "prod", "hub"] as const).map(async (host) => (await labRun({ name: lab, host, script })).stdout),
      ),
    )
    const values = seen.flatMap((text) => text.trim().split("\n"))
    expect(values.length).toBeGreaterThanOrEqual(made.students.length * 3 * 4)
    expect(new Set(values).size).toBe(values.length)
  })

  test("is told by status, and left alone when it is asked for again", async () => {
    const { classes, labs } = await classStatus()
    const found = classes.find(({ name }) => name === CLASS)
    expect(found?.students.flatMap(({ hosts }) => hosts.map(({ running }) => running))).toEqual(Array(9).fill(true))
    expect(labs.filter(({ name }) => name.startsWith(CLASS))).toEqual([])
    const again = await classUp({
      ...{ name: CLASS, students: 3, state: "v0.5", track: "typescript", mix: false, seed: "1" },
      onProgress: () => undefined,
    })
    expect(again.outcome).toBe("already-up")
  })

  /** What a hostile host has to lead to for its own student; nobody else may notice. */
  const CONTAINED: Record<HostileKind, (own: AttemptOutcome) => void | Promise<void>> = {
    "endless-output": (own) => expectBlind(own, "dev", ["COURSE_HOST_SHELL"]),
    "silent-shell": (own) => expectBlind(own, "dev", ["COURSE_HOST_TIMEOUT", "COURSE_HOST_SHELL"]),
    "fork-bomb": (own) => expectBlind(own, "dev", ["COURSE_HOST_BUSY", "COURSE_HOST_CLOSED"]),
    "forged-frames": (own) => {
      expect(statuses(own, "prod")).toEqual(statuses(soundOne(), "prod"))
      expect(statusOf(own, "b2.clean-tree")).toBe("fail")
      expect(statusOf(own, "b2.pushed")).not.toBe("pass")
    },
    "fake-systemctl": (own) => expect(statusOf(own, "b5.active")).toBe("fail"),
    "escape-sequences": (own) => {
      expect(own.state).toBe("graded")
      expectSameOrSkipped(own, "prod")
    },
    "huge-file": (own) => {
      expect(own.state).toBe("graded")
      expectSameOrSkipped(own, "prod")
    },
    "shadow-link": async (own) => {
      const { stdout } = await labRun({ name: labOf(VICTIM), host: "prod", script: "cut -d: -f2 /etc/shadow" })
      const secrets = stdout.split("\n").filter((each) => each.length > 4)
      expect(secrets.length).toBeGreaterThan(0)
      const everything = JSON.stringify([own.report, own.recording, own.notes])
      for (const secret of secrets) expect(everything).not.toContain(secret)
      expect(statusOf(own, "b5.prod-head")).not.toBe("pass")
    },
    "changing-host-key": async () => {
      const codes: (string | undefined)[] = []
      // Every second connection shows another key, whichever of them came first.
      for (let round = 0; round < 2; round += 1) {
        const own = (await look()).get(VICTIM)
        codes.push(...(own?.notes ?? []).map(({ code }) => code))
      }
      expect(codes).toContain("COURSE_HOST_KEY_CHANGED")
    },
  }

  describe.each(HOSTILE_KINDS)("beside a hostile host: %s", (kind) => {
    beforeAll(() => makeHostile(labOf(VICTIM), kind), 3 * MINUTE)
    afterAll(() => labRestore({ name: labOf(VICTIM), snapshot: "sound" }), 3 * MINUTE)

    test(
      HOSTILE[kind].summary,
      async () => {
        const seen = await look()
        for (const [id, outcome] of seen) {
          if (id !== VICTIM) expect(verdicts(outcome)).toEqual(verdicts(must(sound.get(id))))
        }
        await CONTAINED[kind](must(seen.get(VICTIM)))
      },
      6 * MINUTE,
    )
  })

  test(
    "secrets of hosts and of the instructor stay where they are",
    async () => {
      const lab = labOf("s02")
      const sudo = freshSecret()
      const environment = freshSecret()
      for (const [host, account] of [
        ["dev", "user"],
        ["prod", "produser"],
      ] as const) {
        const planted = await labRun({ name: lab, host, script: "chpasswd", input: `${account}:${sudo}\n` })
        expect(planted.exitCode).toBe(0)
        await writeFile(labPaths(lab).sudoPassword(host), `${sudo}\n`, { mode: 0o600 })
      }
      const key = await readFile(labPaths(lab).graderKey, "utf8")
      const canaries = {
        "the password of sudo": sudo,
        "the instructor's environment": environment,
        "the instructor's key": key.split("\n")[2] ?? "",
        ...(await secretsOf(lab, "dev", "/home/user/pixelwise/.env")),
        ...(await secretsOf(lab, "prod", "/opt/pixelwise/.env")),
      }
      expect(Object.values(canaries).filter((secret) => secret.length < 8)).toEqual([])
      const done = new AbortController()
      const watched = watchCommandLines(done.signal)
      vi.stubEnv("COURSE_TEST_SECRET", environment)
      const words = [...WORDS, "b5.key-right", "b5.classify-ok", "b6.login", "b6.password-hidden"]
      const graded = await course(["grade", made.roster, ...words, "--only", "s02", "--yes", "--json"])
      const bundle = path.join(folder, "s02.submission")
      const submitted = await course(["submit", ...words, `--lab=${lab}`, "--output", bundle])
      vi.unstubAllEnvs()
      done.abort()
      expect(graded.exitCode, graded.stderr).toBe(0)
      expect(submitted.exitCode, submitted.stderr).toBe(0)
      const handedIn = path.join(folder, "handed-in")
      await mkdir(handedIn)
      await copyFile(`${labPaths(lab).graderKey}.pub`, path.join(handedIn, "s02.pub"))
      await writeFile(path.join(handedIn, "roster.csv"), "id,name,track,public_key_file\ns02,Two,typescript,s02.pub\n")
      const imported = await course(["grade", "import", bundle, "--roster", path.join(handedIn, "roster.csv")])
      expect(imported.exitCode, imported.stderr).toBe(0)
      const out = path.join(folder, "exports")
      const shown = [await readFile(bundle, "utf8"), imported.stdout, imported.stderr]
      const home = path.dirname(made.roster)
      for (const format of ["csv", "json", "moodle", "canvas", "junit", "html"]) {
        const target = path.join(out, format)
        await mkdir(target, { recursive: true })
        const to = format === "junit" || format === "html" ? target : path.join(target, "file")
        const exported = await course(["gradebook", "export", format, "--gradebook", home, "--output", to])
        expect(exported.exitCode, exported.stderr).toBe(0)
        shown.push(exported.stdout, exported.stderr)
      }
      for (const argv of [["show"], ["student", "s02"], ["history", "s02"]]) {
        const { stdout, stderr, exitCode } = await course(["gradebook", ...argv, "--gradebook", home])
        expect(exitCode, stderr).toBe(0)
        shown.push(stdout, stderr)
      }
      for (const file of await readdir(out, { recursive: true, withFileTypes: true }))
        if (file.isFile()) shown.push(await readFile(path.join(file.parentPath, file.name), "utf8"))
      const kept = `${await everythingIn(home)}\n${await everythingIn(handedIn)}`
      // What is looked through is really there.
      expect(kept).toContain("b6.password-hidden")
      expect(shown.join("\n")).toContain("b5.key-right")
      expect({
        said: leaked(canaries, [graded, submitted].map(({ stdout, stderr }) => stdout + stderr).join("\n")),
        shown: leaked(canaries, shown.join("\n")),
        kept: leaked(canaries, kept),
        processes: leaked(canaries, [...(await watched)].join("\n")),
      }).toEqual({ said: [], shown: [], kept: [], processes: [] })
    },
    10 * MINUTE,
  )

  test("leaves nothing behind", async () => {
    expect(await classDown({ name: CLASS })).toBe(true)
    expect(await traces(/class-test/)).toEqual(before)
    expect(await classDown({ name: CLASS })).toBe(false)
    // While other labs are up the limit stays raised for them.
    expect(Number(await readFile(LIMIT, "utf8"))).toBeGreaterThanOrEqual(Number(limit))
  })

  function soundOne(): AttemptOutcome {
    return must(sound.get(VICTIM))
  }

  function expectBlind(own: AttemptOutcome, role: "dev" | "prod", codes: readonly string[]): void {
    const problem = own.notes.find(({ kind, message }) => kind === "problem" && message.startsWith(`${role}:`))
    expect(codes).toContain(problem?.code)
    expect(own.report.hosts.find((host) => host.role === role)?.reachable).toBe(false)
    expectNoFailOn(own, role)
    expectSameOrSkipped(own, role === "dev" ? "prod" : "dev")
  }

  /** What needs the hostile host is skipped; everything else is as it was. */
  function expectSameOrSkipped(own: AttemptOutcome, role: "dev" | "prod"): void {
    const skipped = new Set(own.report.checks.filter(({ status }) => status === "skip").map(({ id }) => id))
    const rest = (outcome: AttemptOutcome) => statuses(outcome, role).filter(({ id }) => !skipped.has(id))
    expect(rest(own)).toEqual(rest(soundOne()))
    expect(rest(own).length).toBeGreaterThan(0)
  }
})

/** What could not be seen costs nobody points. */
function expectNoFailOn(own: AttemptOutcome, role: string): void {
  expect(own.report.checks.filter(({ host, status }) => host === role && status === "fail")).toEqual([])
}

function statuses({ report }: AttemptOutcome, role: string) {
  return report.checks.filter(({ host }) => host === role).map(({ id, status }) => ({ id, status }))
}

function statusOf({ report }: AttemptOutcome, check: string): string | undefined {
  return report.checks.find(({ id }) => id === check)?.status
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("There is no such student.")
  return value
}
