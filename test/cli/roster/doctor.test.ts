import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { chooseStudents } from "../../../src/cli/roster/choose-students.js"
import { lookAtClass } from "../../../src/cli/roster/look-at-class.js"
import type { StudentLook } from "../../../src/cli/roster/look-at-student.js"
import { isReady, renderClass } from "../../../src/cli/roster/render.js"
import { TROUBLES, troublesOf } from "../../../src/cli/roster/trouble.js"
import { writeMessages } from "../../../src/cli/roster/write-messages.js"
import type { Observation } from "../../../src/engine/observation.js"
import type { ErrorCode } from "../../../src/errors/codes.js"
import { CourseError } from "../../../src/errors/course-error.js"
import type { Host } from "../../../src/inventory/inventory.js"
import { loadRoster } from "../../../src/inventory/roster/load-roster.js"
import type { Roster } from "../../../src/inventory/roster/roster.js"
import type { HostConnection, Transport } from "../../../src/transport/ports.js"

const NOW = Date.parse("2026-03-02T09:00:00Z")
const PUBLIC_KEY = readFileSync("templates/roster.example.csv", "utf8").match(/ssh-ed25519 [A-Za-z0-9+/]+/)?.[0] ?? ""

/** How a machine of the script behaves; what is not said is as on a healthy one. */
interface Script {
  refuses?: ErrorCode
  /** Facts in the place of the usual ones. */
  prints?: Record<string, string>
  sudo?: Observation
  /** Answers nothing, ever. */
  hangs?: boolean
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "course-class-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function done(stdout: string): Observation {
  return { status: "done", exitCode: 0, stdout, stderr: "", truncated: false, durationMs: 5 }
}

function facts(address: string, prints: Record<string, string> = {}): Observation {
  const machine = Buffer.from(address).toString("hex").padEnd(32, "0").slice(0, 32)
  const hostkey = `ssh-ed25519 ${Buffer.from(`a key of ${address}`).toString("base64")}`
  const usual = {
    now: `${NOW * 1e6}`,
    os: "ubuntu",
    version: "24.04",
    pretty: "Ubuntu 24.04",
    disk: "/ 40",
    inodes: "/ 3",
  }
  const all = { ...usual, init: "systemd", machine, hostkey, ...prints }
  return done(
    Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  )
}

function scripted(scripts: Record<string, Script>): Transport {
  return {
    connect(host: Host, { signal } = {}): Promise<HostConnection> {
      const address = host.transport === "ssh" ? host.address : ""
      const { refuses, prints, sudo = done(""), hangs = false } = scripts[address] ?? {}
      if (refuses) return Promise.reject(new CourseError(refuses, `${host.role} says ${refuses}.`, { hint: "Look." }))
      const connection: Pick<HostConnection, "exec" | "close"> = {
        exec: (_script, { as }) =>
          hangs
            ? new Promise((resolve) => {
                const cut = (): void => resolve(unobserved("COURSE_HOST_CLOSED", "It was cut."))
                if (signal?.aborted) cut()
                signal?.addEventListener("abort", cut)
              })
            : Promise.resolve(as === "root" ? sudo : facts(address, prints)),
        close: () => Promise.resolve(),
      }
      return Promise.resolve(connection as HostConnection)
    },
  }
}

function unobserved(code: string, reason: string): Observation {
  return { status: "unobserved", code, reason }
}

async function class_(rows: string): Promise<Roster> {
  writeFileSync(
    join(folder, "class.csv"),
    `# default dev_user: user\nid,name,email,dev_host,prod_host,public_key\n${rows}`,
  )
  return loadRoster(join(folder, "class.csv"), { home: folder, env: {} })
}

function look(roster: Roster, scripts: Record<string, Script>, { concurrency = 4, deadlineMs = 10_000 } = {}) {
  const options = { concurrency, deadlineMs, now: () => NOW, signal: new AbortController().signal }
  return lookAtClass(roster.students, scripted(scripts), options)
}

async function messages(roster: Roster, looks: readonly StudentLook[]): Promise<Record<string, string>> {
  await writeMessages(join(folder, "out"), roster.students, looks)
  const names = readdirSync(join(folder, "out"))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, "out", name), "utf8")]))
}

const troubles = (looks: readonly StudentLook[]): string[][] =>
  looks.map(({ hosts }) => hosts.flatMap(({ findings }) => troublesOf(findings)))
const plain = (looks: readonly StudentLook[]): string => renderClass(looks, { color: false, unicode: true })

describe("a class whose machines are looked at", () => {
  it("is ready when all machines are", async () => {
    const roster = await class_(`s1,Ada,ada@example.org,d1,p1,\ns2,Bob,,d2,-,\ns3,Cyn,,,,${PUBLIC_KEY}\n`)
    const looks = await look(roster, {})
    expect(looks.every(isReady)).toBe(true)
    expect(
      plain(looks)
        .split("\n")
        .map((line) => line.replace(/ +/g, " ")),
    ).toEqual([
      "✓ s1 Ada dev ready prod ready",
      "✓ s2 Bob dev ready",
      "○ s3 Cyn hands in, no machine to look at",
      "",
      "3 students: 2 ready, 0 not ready, 1 hand in.",
      "",
    ])
  })

  const CASES: [string, Script, RegExp][] = [
    ["name", { refuses: "COURSE_HOST_NAME" }, /no machine of that name/],
    ["port", { refuses: "COURSE_HOST_REFUSED" }, /enable --now ssh/],
    ["port", { refuses: "COURSE_SSH_HANDSHAKE" }, /no SSH server answers/],
    ["timeout", { refuses: "COURSE_HOST_TIMEOUT" }, /finished booting/],
    ["route", { refuses: "COURSE_HOST_UNREACHABLE" }, /network adapter/],
    ["host key", { refuses: "COURSE_HOST_KEY_CHANGED" }, /ssh-keygen -lf/],
    ["auth", { refuses: "COURSE_SSH_AUTH" }, /authorized_keys/],
    ["shell", { refuses: "COURSE_HOST_SHELL" }, /chsh -s \/bin\/bash user/],
    ["connection", { refuses: "COURSE_HOST_CLOSED" }, /journalctl -u ssh/],
    ["disk", { prints: { disk: "/ 100" } }, /vacuum-size/],
    ["disk", { refuses: "COURSE_HOST_FULL" }, /make room/],
    ["clock", { prints: { now: `${(NOW - 61_000) * 1e6}` } }, /set-ntp true/],
    ["os", { prints: { os: "alpine", pretty: "Alpine" } }, /system of the course/],
    ["setup", { refuses: "COURSE_SSH_KEY" }, /nothing for you to do/],
    ["setup", { refuses: "COURSE_PROXY_COMMAND" }, /on my side/],
  ]

  it.each(CASES)("names trouble with its %s: %j", async (trouble, script, advice) => {
    const roster = await class_("s1,Ada,ada@example.org,d1,p1,\ns2,Bob,bob@example.org,d2,p2,\n")
    const looks = await look(roster, { d1: script })
    expect(troubles(looks)).toEqual([[trouble], []])
    expect(looks.map(isReady)).toEqual([false, true])
    expect(plain(looks)).toMatch(new RegExp(`✗ s1  Ada +dev ${trouble}: .*prod ready`))
    expect(plain(looks)).toMatch(new RegExp(`1 ready, 1 not ready\\.\n  ${trouble} +1  s1\n`))
    const { "s1.txt": ada, "s2.txt": bob } = await messages(roster, looks)
    expect(ada).toMatch(advice)
    expect(ada).toMatch(/^To: Ada <ada@example\.org>\nSubject: .*something to do.*\n\nHello Ada,\n/)
    expect(bob).toMatch(/Subject: Your VMs are ready/)
  })

  it("has advice for every kind of trouble", () => {
    expect(new Set([...CASES.map(([trouble]) => trouble), "sudo", "clone"])).toEqual(new Set(TROUBLES))
  })

  it("lets a clock be off by less than a minute, and another supported system be", async () => {
    const roster = await class_("s1,Ada,,d1,p1,\n")
    const looks = await look(roster, {
      d1: { prints: { now: `${(NOW + 59_000) * 1e6}` } },
      p1: { prints: { os: "debian", version: "12", pretty: "Debian 12" } },
    })
    expect(looks.every(isReady)).toBe(true)
    expect(plain(looks)).toContain("prod ready (os: It runs Debian 12; the course expects ubuntu 24.04.)")
  })

  it("holds sudo against nobody, unless the roster says how", async () => {
    const asks = { sudo: unobserved("COURSE_SUDO", "It needs sudo: dev asks user for a password.") }
    const without = await class_("s1,Ada,,d1,-,\n")
    expect(troubles(await look(without, { d1: asks }))).toEqual([[]])
    writeFileSync(join(folder, "pw"), "CANARY")
    writeFileSync(join(folder, "class.csv"), "# default sudo_password_file: pw\nid,dev_host,prod_host\ns1,d1,-\n")
    const told = await loadRoster(join(folder, "class.csv"), { home: folder, env: {} })
    const looks = await look(told, { d1: asks })
    expect(troubles(looks)).toEqual([["sudo"]])
    expect((await messages(told, looks))["s1.txt"]).toMatch(/not by e-mail/)
  })

  it("flags copies across the class, and names nobody else to the student", async () => {
    const roster = await class_("s1,Ada,,d1,p1,\ns2,Bob,,d2,p2,\ns3,Cyn,,d3,p3,\n")
    const machine = "ab".repeat(16)
    const hostkey = `ssh-rsa ${Buffer.from("the very same key of a template").toString("base64")}`
    const looks = await look(roster, {
      ...{ d1: { prints: { machine } }, d2: { prints: { machine } } },
      ...{ d3: { prints: { hostkey } }, p3: { prints: { hostkey, machine: "" } } },
    })
    expect(troubles(looks)).toEqual([["clone"], ["clone"], []])
    expect(plain(looks)).toContain("dev clone: It has the machine id of s2 (dev).")
    const { "s1.txt": ada = "" } = await messages(roster, looks)
    expect(ada).toContain("seems to be a copy of another machine")
    expect(ada).not.toMatch(/s2|Bob/)
  })

  it("gives up on a machine that never answers, and goes on with the others", async () => {
    const roster = await class_("s1,Ada,,d1,p1,\ns2,Bob,,d2,p2,\n")
    const looks = await look(roster, { d1: { hangs: true } }, { concurrency: 1, deadlineMs: 30 })
    expect(troubles(looks)).toEqual([["timeout"], []])
  })

  it("looks at no more students at once than it may", async () => {
    const roster = await class_(Array.from({ length: 20 }, (_, n) => `s${n},N,,d${n},-,`).join("\n"))
    let now = 0
    let most = 0
    const inner = scripted({})
    const transport: Transport = {
      connect: async (...args) => {
        most = Math.max(most, ++now)
        await Promise.resolve()
        now--
        return inner.connect(...args)
      },
    }
    const looks = await lookAtClass(roster.students, transport, {
      concurrency: 3,
      signal: new AbortController().signal,
      now: () => NOW,
    })
    expect(looks.map(({ student }) => student.id)).toEqual(roster.students.map(({ student }) => student.id))
    expect(most).toBeLessThanOrEqual(3)
  })

  it("stops when it is told to", async () => {
    const roster = await class_("s1,Ada,,d1,p1,\n")
    const controller = new AbortController()
    const looking = lookAtClass(roster.students, scripted({ d1: { hangs: true } }), {
      concurrency: 1,
      signal: controller.signal,
    })
    controller.abort(new CourseError("COURSE_INTERRUPTED", "Stopped."))
    await expect(looking).rejects.toMatchObject({ code: "COURSE_INTERRUPTED" })
  })

  it("shows nothing that a name or a host could act with", async () => {
    const roster = await class_('s1,"=cmd|\'calc\'!A1, ""Eve""",eve@example.org,d1,-,\n')
    const looks = await look(roster, { d1: { prints: { os: "evil", pretty: "\u001b[2J\u202eevil" } } })
    expect(plain(looks)).not.toMatch(/[\u001b\u202e]/)
    const { "s1.txt": text = "" } = await messages(roster, looks)
    expect(text).toMatch(/^To: "=cmd\|'calc'!A1, \\"Eve\\"" <eve@example\.org>\n/)
    expect(text).not.toMatch(/[\u001b\u202e]/)
  })

  it("gives the student the grader's public key where it lies beside the private one", async () => {
    writeFileSync(join(folder, "grader"), "")
    writeFileSync(join(folder, "grader.pub"), `${PUBLIC_KEY} grader\n`)
    writeFileSync(join(folder, "class.csv"), "# default key: grader\nid,dev_host,prod_host\ns1,d1,-\n")
    const roster = await loadRoster(join(folder, "class.csv"), { home: folder, env: {} })
    const written = await messages(roster, await look(roster, { d1: { refuses: "COURSE_SSH_AUTH" } }))
    expect(written["s1.txt"]).toContain(`echo '${PUBLIC_KEY}' >> ~/.ssh/authorized_keys`)
  })
})

it("--only names students of the roster, and says which was probably meant", async () => {
  const roster = await class_("s001,Ada,,d1,p1,\ns002,Bob,,d2,p2,\n")
  expect(chooseStudents(roster, ["s002"]).map(({ student }) => student.id)).toEqual(["s002"])
  expect(() => chooseStudents(roster, ["s02"])).toThrow(
    expect.objectContaining({ code: "COURSE_UNKNOWN_ID", hint: "Did you mean s002?" }),
  )
})
