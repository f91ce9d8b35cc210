import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Observation } from "../../src/engine/observation.js"
import { PROBE_DEFAULTS, type ProbeSpec } from "../../src/engine/probe.js"
import type { Host, Inventory } from "../../src/inventory/inventory.js"
import { loadInventory } from "../../src/inventory/load-inventory.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labInventoryPath, labRun } from "../../src/lab/lab.js"
import { observePlan } from "../../src/observe/observe.js"
import type { Prompter } from "../../src/transport/ports.js"
import { Transports } from "../../src/transport/transports.js"
import { planOf, shell } from "../helpers/plan.js"
import { gone, uniqueSleep } from "../helpers/processes.js"

const name = `transport-${randomBytes(3).toString("hex")}`

/** What needs accounts, sudo and systemd of their own. */
describe("a machine of the lab", () => {
  let inventory: Inventory
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "course-lab-host-"))
    await labAnew({ name })
    inventory = await loadInventory(await labInventoryPath(name))
  })
  afterAll(async () => {
    await labDown({ name })
    rmSync(folder, { recursive: true })
  })

  async function observe(
    probes: Record<string, ProbeSpec>,
    { dev, prompter, askSudo = false }: { dev?: Host; prompter?: Prompter; askSudo?: boolean } = {},
  ) {
    const { observations } = await observePlan(planOf(probes), {
      inventory: { ...inventory, hosts: { ...inventory.hosts, ...(dev ? { dev } : {}) } },
      transports: new Transports({ knownHostsFile: join(folder, "known_hosts"), prompter, askSudo }),
      answers: {},
    })
    return (key: string): Observation | undefined => observations.get(key)
  }

  function withoutSudoPassword(more: Partial<Host> = {}): Host {
    const { dev } = inventory.hosts
    if (!dev) throw new Error("the lab has no dev")
    const copy = { ...dev, ...more } as Host
    if (!("sudoPassword" in more)) delete copy.sudoPassword
    return copy
  }

  const probes = {
    root: shell("dev", "id -un; echo $HOME; echo err >&2; exit 3", { as: "root" }),
    login: shell("dev", "id -un"),
  }

  it("gives root rights by the password that the inventory names, for the root probes alone", async () => {
    const get = await observe(probes)
    expect(get("root")).toMatchObject({ status: "done", exitCode: 3, stdout: "root\n/root\n", stderr: "err\n" })
    expect(get("login")).toMatchObject({ stdout: "user\n" })
  })

  it("says how root rights can be had when sudo asks and nobody answers", async () => {
    const get = await observe(probes, { dev: withoutSudoPassword() })
    expect(get("root")).toMatchObject({
      status: "unobserved",
      code: "COURSE_SUDO",
      reason: expect.stringMatching(/needs sudo.*--ask-sudo/) as string,
    })
    expect(get("login")).toMatchObject({ stdout: "user\n" })
  })

  it("asks the person once when that is wished for", async () => {
    const questions: string[] = []
    const prompter: Prompter = { secret: async (question) => (questions.push(question), "password") }
    const get = await observe(
      { ...probes, again: shell("dev", "id -un", { as: "root", effects: "looks again" }) },
      { dev: withoutSudoPassword(), prompter, askSudo: true },
    )
    expect([get("root"), get("again")]).toMatchObject([{ stdout: "root\n/root\n" }, { stdout: "root\n" }])
    expect(questions).toHaveLength(1)
  })

  it("tells a wrong sudo password, without trying the script for one", async () => {
    const file = join(folder, "wrong")
    writeFileSync(file, "not it\n")
    const since = await labRun({ name, host: "dev", user: "root", script: "date '+%F %T'" })
    const get = await observe(probes, { dev: withoutSudoPassword({ sudoPassword: { file } }) })
    expect(get("root")).toMatchObject({
      status: "unobserved",
      code: "COURSE_SUDO",
      reason: expect.stringContaining("does not accept") as string,
    })
    const journal = await labRun({
      name,
      host: "dev",
      user: "root",
      script: `journalctl -q -t sudo --since '${since.stdout.trim()}' | grep -c 'authentication failure' || true`,
    })
    expect(Number(journal.stdout)).toBeLessThanOrEqual(1)
  })

  it("keeps the password out of arguments and journal", async () => {
    const secret = "password"
    const get = await observe({ root: shell("dev", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '", { as: "root" }) })
    expect(get("root")).toMatchObject({ status: "done" })
    expect(JSON.stringify(get("root"))).not.toContain(secret)
  })

  it("tells an account that sudo refuses", async () => {
    await labRun({ name, host: "dev", user: "root", script: "gpasswd -d user sudo" })
    try {
      const get = await observe(probes)
      expect(get("root")).toMatchObject({ status: "unobserved", code: "COURSE_SUDO" })
    } finally {
      await labRun({ name, host: "dev", user: "root", script: "gpasswd -a user sudo" })
    }
  })

  it("ends what a root probe leaves behind", async () => {
    const nap = uniqueSleep()
    const get = await observe({
      root: shell("dev", `setsid sleep ${nap} & sleep ${nap}`, { as: "root", timeoutMs: 600 }),
    })
    expect(get("root")).toMatchObject({ status: "timeout" })
    expect(await gone(nap)).toEqual([])
  })

  it("reads all units by one systemctl", async () => {
    const unit = (which: string, ...properties: string[]): ProbeSpec => ({
      kind: "systemd",
      host: "prod",
      unit: which,
      properties,
      ...PROBE_DEFAULTS,
    })
    const get = await observe({
      ssh: unit("ssh.service", "LoadState", "ActiveState"),
      none: unit("no-such.service", "LoadState"),
      again: unit("ssh.service", "Id"),
      odd: unit("x@.service", "LoadState"),
    })
    expect(get("ssh")).toMatchObject({ stdout: "LoadState=loaded\nActiveState=active\n" })
    expect(get("none")).toMatchObject({ stdout: "LoadState=not-found\n" })
    expect(get("again")).toMatchObject({ stdout: "Id=ssh.service\n" })
    expect(get("odd")).toMatchObject({ status: "done" })
  })

  it("reboots a host and looks again once it is back", async () => {
    const get = await observe({
      after: shell("prod", "cut -d. -f1 /proc/uptime >/dev/null; systemctl is-system-running --wait; echo back", {
        reboots: true,
        effects: "reboots prod",
        timeoutMs: 90_000,
      }),
      other: shell("dev", "echo dev"),
    })
    expect(get("after")).toMatchObject({ status: "done", stdout: expect.stringContaining("back") as string })
    expect(get("other")).toMatchObject({ stdout: "dev\n" })
  })
})
