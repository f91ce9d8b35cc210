import { createServer } from "node:http"
import { createServer as createTcpServer, type AddressInfo, type Socket } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { defineFixture } from "../../src/engine/fixture.js"
import type { Observation } from "../../src/engine/observation.js"
import type { Plan } from "../../src/engine/plan.js"
import { PROBE_DEFAULTS, type HttpSpec, type ProbeSpec } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import type { Host } from "../../src/inventory/inventory.js"
import type { ObserveEvent } from "../../src/observe/events.js"
import { observePlan, type Observed } from "../../src/observe/observe.js"
import { Transports } from "../../src/transport/transports.js"
import { inventoryOf, planOf, shell } from "../helpers/plan.js"
import { eventually, gone, processesWith, uniqueSleep } from "../helpers/processes.js"
import { canRunSshd, freePort, startSshd, type Sshd } from "../helpers/sshd.js"

describe.skipIf(!canRunSshd)("observing a plan on real hosts (needs root)", () => {
  let dev: Sshd
  let prod: Sshd
  beforeAll(async () => {
    const prepare = "mount -t tmpfs tmpfs /root; mount -t tmpfs tmpfs /dev/shm"
    ;[dev, prod] = await Promise.all([startSshd({ prepare }), startSshd({ prepare })])
  })
  afterAll(() => Promise.all([dev.stop(), prod.stop()]))

  async function observe(
    plan: Plan,
    {
      hosts = {},
      answers = {},
      signal,
      onObservation,
    }: {
      hosts?: { dev?: Host; prod?: Host }
      answers?: Record<string, Record<string, string>>
      signal?: AbortSignal
      onObservation?: (key: string, observation: Observation) => void
    } = {},
  ): Promise<Observed & { events: ObserveEvent[]; order: string[]; get: (key: string) => Observation | undefined }> {
    const events: ObserveEvent[] = []
    const order: string[] = []
    const observed = await observePlan(plan, {
      inventory: inventoryOf({ dev: dev.host(), prod: prod.host({ role: "prod" }), ...hosts }),
      transports: new Transports({ knownHostsFile: join(dev.folder, "known"), env: {} }),
      answers,
      onEvent: (event) => events.push(event),
      onObservation: (key, observation) => {
        order.push(key)
        onObservation?.(key, observation)
      },
      ...(signal ? { signal } : {}),
    })
    expect([...observed.observations.keys()].sort()).toEqual([...plan.probes.keys()].sort())
    return { ...observed, events, order, get: (key) => observed.observations.get(key) }
  }

  const http = (url: string, more: Partial<HttpSpec> = {}): HttpSpec => ({
    kind: "http",
    host: "dev",
    url,
    method: "GET",
    headers: {},
    ...PROBE_DEFAULTS,
    ...more,
  })

  it("makes the probes of all hosts at once, each host over one connection", async () => {
    const server = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1")
    await new Promise((resolve) => server.once("listening", resolve))
    const { port } = server.address() as AddressInfo
    const { get, hosts, events } = await observe(
      planOf({
        a: shell("dev", "echo dev"),
        b: shell("prod", "echo prod"),
        c: shell("laptop", "echo laptop"),
        d: http(`http://127.0.0.1:${port}/`),
        e: { kind: "answer", host: "laptop", id: "b5.one" },
        f: { kind: "answer", host: "laptop", id: "b5.two" },
      }),
      { answers: { "b5.one": { text: "yes" } } },
    )
    server.close()
    expect([get("a"), get("b"), get("c")]).toMatchObject([
      { stdout: "dev\n" },
      { stdout: "prod\n" },
      { stdout: "laptop\n" },
    ])
    expect(get("d")).toMatchObject({ status: "response", body: "hello" })
    expect(get("e")).toEqual({ status: "answer", fields: { text: "yes" } })
    expect(get("f")).toEqual({ status: "answer", fields: null })
    expect(hosts.map(({ role, reachable }) => [role, reachable])).toEqual(
      expect.arrayContaining([
        ["dev", true],
        ["prod", true],
        ["laptop", true],
      ]),
    )
    expect(events.filter(({ kind }) => kind === "connected")).toHaveLength(3)
  })

  it("connects to no host that nothing asks for", async () => {
    const { events, hosts } = await observe(planOf({ a: { kind: "answer", host: "laptop", id: "b5.one" } }))
    expect(events).toEqual([])
    expect(hosts).toEqual([])
  })

  it("asks systemd once for all units and gives each probe its own", async () => {
    const specs = ["ssh.service", "cron.service"].map((unit): ProbeSpec => ({
      kind: "systemd",
      host: "dev",
      unit,
      properties: ["Id"],
      ...PROBE_DEFAULTS,
    }))
    const { get } = await observe(planOf({ a: specs[0] as ProbeSpec, b: specs[1] as ProbeSpec }))
    // This machine may not run systemd: then each probe holds what systemctl said.
    for (const key of ["a", "b"]) expect(get(key)).toMatchObject({ status: "done" })
  })

  describe("with trouble on one host", () => {
    const silent = createTcpServer((socket: Socket) => socket.on("error", () => undefined))
    const sick: { full: Sshd | undefined; chatty: Sshd | undefined } = { full: undefined, chatty: undefined }
    beforeAll(async () => {
      silent.listen(0, "127.0.0.1")
      await new Promise((resolve) => silent.once("listening", resolve))
      const tiny = (folder: string): string =>
        `mount -t tmpfs -o size=8k tmpfs ${folder}; head -c 20000 /dev/zero >${folder}/fill 2>/dev/null || true`
      sick.full = await startSshd({
        prepare: `mount -t tmpfs tmpfs /root; ${tiny("/dev/shm")}; ${tiny("/tmp")}; mkdir -p /run/user; ${tiny("/run/user")}; mkdir -p /run/user/0 || true`,
      })
      sick.chatty = await startSshd({ prepare: "mount -t tmpfs tmpfs /root; echo 'yes' >/root/.bashrc" })
    })
    afterAll(async () => {
      silent.close()
      await sick.full?.stop()
      await sick.chatty?.stop()
    })

    const troubles: [string, () => Promise<Host>, string][] = [
      ["a closed port", async () => dev.host({ port: await freePort() }), "COURSE_HOST_REFUSED"],
      ["an unknown name", async () => dev.host({ address: "no-such-host.invalid" }), "COURSE_HOST_NAME"],
      [
        "a silent server",
        async () => dev.host({ port: (silent.address() as AddressInfo).port, connectTimeoutMs: 1500 }),
        "COURSE_HOST_TIMEOUT",
      ],
      ["a wrong user", async () => dev.host({ user: "nobody-like-this" }), "COURSE_SSH_AUTH"],
      ["a failing proxy", async () => dev.host({ proxyCommand: "false %h" }), "COURSE_PROXY_COMMAND"],
      ["a full disk", async () => sick.full?.host() as Host, "COURSE_HOST_FULL"],
      ["a shell that prints without end", async () => sick.chatty?.host() as Host, "COURSE_HOST_SHELL"],
    ]

    it.each(troubles)("reports %s and still has the other host", async (_name, host, code) => {
      const times: Record<string, number> = {}
      const began = performance.now()
      const { get } = await observe(
        planOf({ bad: shell("dev", "echo dev"), worse: shell("dev", "echo dev 2"), good: shell("prod", "echo prod") }),
        {
          hosts: { dev: await host() },
          onObservation: (key) => (times[key] = performance.now() - began),
        },
      )
      expect(get("good")).toMatchObject({ status: "done", stdout: "prod\n" })
      expect(get("bad")).toMatchObject({ status: "unobserved", code })
      expect(get("worse")).toMatchObject({ status: "unobserved", code })
      if (code === "COURSE_HOST_TIMEOUT") expect(times.good).toBeLessThan(times.bad ?? 0)
    })

    it("names a host that course.yaml does not know", async () => {
      const plan = planOf({ bad: shell("dev", "echo dev") })
      const { observations, hosts } = await observePlan(plan, {
        inventory: inventoryOf({}),
        transports: new Transports({ knownHostsFile: join(dev.folder, "known") }),
        answers: {},
      })
      expect(observations.get("bad")).toMatchObject({ status: "unobserved", code: "COURSE_CONFIG_INVALID" })
      expect(hosts).toMatchObject([
        { role: "dev", reachable: false, problem: expect.stringContaining("does not say where dev is") as string },
      ])
    })

    it("tells in the result of the host that its connection was cut", async () => {
      const nap = uniqueSleep()
      const cut = await startSshd({ prepare: "mount -t tmpfs tmpfs /root" })
      const seen = new Set<string>()
      const running = observe(
        planOf({
          early: shell("dev", "echo early"),
          late: shell("dev", `sleep ${nap}`),
          good: shell("prod", "echo prod"),
        }),
        {
          hosts: { dev: cut.host() },
          onObservation: (key) => seen.add(key),
        },
      )
      // What the host said last goes away with the connection where nobody has read it yet.
      await eventually(() => seen.has("early") && processesWith(nap).length > 0)
      cut.cutSessions()
      const { get, hosts, events } = await running
      expect([get("early"), get("late"), get("good")]).toMatchObject([
        { status: "done" },
        { status: "unobserved", code: "COURSE_HOST_CLOSED" },
        { status: "done" },
      ])
      expect(hosts).toContainEqual(expect.objectContaining({ role: "dev", reachable: false }))
      expect(events.map(({ kind }) => kind)).toContain("lost")
      expect(await gone(nap)).toEqual([])
      await cut.stop()
    })
  })

  describe("with a fixture", () => {
    const fixture = (
      nap: string,
      { attach = "exit 1", start = `sleep ${nap} & id=$!; echo up >/dev/shm/up; echo started` } = {},
    ) =>
      defineFixture({
        id: "service",
        title: "the service on dev",
        host: "dev",
        effects: "starts it",
        provedBy: "b5.dev-run",
        readyMs: 3000,
        attach: () => ({ shell: attach }),
        script: () => ({ shell: `start() { ${start}; }\nstop() { rm -f /dev/shm/up; kill $id; }` }),
      })
    const bound = (script: string, more: Parameters<typeof shell>[2] = {}): ProbeSpec =>
      shell("dev", script, { during: "service", ...more })
    const start: ProbeSpec = { kind: "fixture", host: "dev", during: "service", effects: "starts it" }

    it("starts it, looks, acts, and takes it down before the other active probes", async () => {
      const nap = uniqueSleep()
      const act = { effects: "acts" }
      const { get, order, events } = await observe(
        planOf(
          {
            after: shell("dev", "cat /dev/shm/up || echo down", act),
            acting: bound("cat /dev/shm/up; echo $EPOCHREALTIME", act),
            quiet: bound("cat /dev/shm/busy || echo quiet", { ...act, undisturbed: true }),
            beside: bound("touch /dev/shm/busy; sleep 0.4; rm /dev/shm/busy; cat /dev/shm/up", {
              ...act,
              beside: true,
            }),
            looking: bound("cat /dev/shm/up"),
            before: shell("dev", "cat /dev/shm/up || echo down"),
            start,
          },
          { fixtures: [fixture(nap)] },
        ),
      )
      expect(get("start")).toMatchObject({ status: "done", exitCode: 0, stdout: "started\n" })
      expect(get("before")).toMatchObject({ stdout: "down\n" })
      expect(get("quiet")).toMatchObject({ stdout: "quiet\n" })
      expect([get("looking"), get("acting"), get("beside")]).toMatchObject([
        { stdout: "up\n" },
        { exitCode: 0 },
        { stdout: "up\n" },
      ])
      expect(get("after")).toMatchObject({ stdout: "down\n" })
      expect(order).toEqual(["before", "start", "looking", "acting", "beside", "quiet", "after"])
      expect(events.flatMap((event) => (event.kind === "fixture" ? [event.state] : []))).toEqual([
        "starting",
        "started",
        "stopping",
      ])
      expect(events.filter(({ kind }) => kind === "acting")).toHaveLength(4)
      expect(await gone(nap)).toEqual([])
    })

    it("uses one that is there and leaves it alone", async () => {
      const nap = uniqueSleep()
      const { get, events } = await observe(
        planOf({ looking: bound("echo fine"), start }, { fixtures: [fixture(nap, { attach: "echo pid 7" })] }),
      )
      expect(get("start")).toMatchObject({ exitCode: 0, stdout: "pid 7\n" })
      expect(get("looking")).toMatchObject({ stdout: "fine\n" })
      expect(events.flatMap((event) => (event.kind === "fixture" ? [event.state] : []))).toEqual(["found"])
    })

    it("starts nothing when that is not wanted", async () => {
      const { get } = await observe(
        planOf({ looking: bound("echo fine") }, { fixtures: [fixture(uniqueSleep())], mayStart: false }),
      )
      expect(get("looking")).toMatchObject({
        status: "unobserved",
        reason: expect.stringContaining("The service on dev is not running") as string,
      })
    })

    it("tells how a start failed, and that its probes therefore saw nothing", async () => {
      const { get } = await observe(
        planOf(
          { looking: bound("echo fine"), start },
          { fixtures: [fixture(uniqueSleep(), { start: "echo no module; exit 3" })] },
        ),
      )
      expect(get("start")).toMatchObject({ status: "done", exitCode: 3, stdout: "no module\n" })
      expect(get("looking")).toMatchObject({ status: "unobserved", reason: "The service on dev could not be started." })
    })

    it("takes it down when the run is aborted", async () => {
      const nap = uniqueSleep()
      const abort = new AbortController()
      const running = observe(
        planOf(
          {
            looking: bound(`sleep ${nap}`, { timeoutMs: 60_000 }),
            later: shell("dev", "echo x", { effects: "acts" }),
            start,
          },
          { fixtures: [fixture(nap)] },
        ),
        { signal: abort.signal },
      )
      await eventually(() => processesWith(nap).length >= 2)
      abort.abort()
      const { get } = await running
      expect([get("looking"), get("later")]).toMatchObject([
        { code: "COURSE_INTERRUPTED" },
        { code: "COURSE_INTERRUPTED" },
      ])
      expect(await gone(nap)).toEqual([])
    })
  })

  it("quotes nothing away: what a probe is asked travels byte for byte", async () => {
    const odd = "a'b\"c$d`e\\f\ng\u00e4"
    const { get } = await observe(planOf({ a: shell("dev", sh`printf %s ${odd}`.shell) }))
    expect(get("a")).toMatchObject({ stdout: odd })
  })
})
