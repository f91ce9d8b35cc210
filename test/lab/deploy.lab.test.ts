import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { execa } from "execa"
import { fileURLToPath } from "node:url"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labExec } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { course } from "../helpers/course-cli.js"
import { onLab, type Load } from "../deploy/on-prod.js"

const MINUTES = 60_000
const LAB = "test-deploy"
const { run, prod, root, publish, serving, releases, record, underLoad } = onLab(LAB)
const deploySh = (tag: string, environment = ""): ReturnType<typeof run> =>
  run("prod", "produser", `${environment} /opt/pixelwise/deploy/deploy.sh ${tag}`)

beforeAll(async () => {
  await build({ quiet: true })
  await labAnew({ name: LAB, state: "v0.8" })
  // The load comes from few machines; the service's own budgets are not what is looked at here.
  await root(
    "printf 'RATE_LIMIT_CLASSIFY=0\\nRATE_LIMIT_GENERAL=0\\n' >> /opt/pixelwise/.env; systemctl restart pixelwise",
  )
}, 15 * MINUTES)
afterAll(() => labDown({ name: LAB }), MINUTES)

function expectNoneFailed(what: string, load: Load): void {
  console.log(`${what}: ${JSON.stringify(load)}`)
  for (const [way, { asked, failed, failures }] of Object.entries(load)) {
    expect(failures, way).toEqual({})
    expect(failed, way).toBe(0)
    expect(asked, way).toBeGreaterThan(100)
  }
  expect(Object.keys(load)).toHaveLength(4)
}

describe("deploying and rolling back", () => {
  test("under load loses no request: forward, back and forward again", async () => {
    const first = await serving()
    const commit = await publish("v0.8.1")
    const load = await underLoad(async () => {
      const deployed = await course(["deploy", "v0.8.1", "--quiet", "--json", `--lab=${LAB}`])
      expect(deployed.exitCode, deployed.stderr).toBe(0)
      expect(JSON.parse(deployed.stdout)).toEqual({ from: first.head, to: commit, changed: true, way: "releases" })
      expect(await serving()).toMatchObject({ commit, head: commit })
      const back = await course(["rollback", "--json", `--lab=${LAB}`])
      expect(back.exitCode, back.stderr).toBe(0)
      expect(JSON.parse(back.stdout)).toMatchObject({ tag: "v0.8", from: commit, to: first.head })
      expect(await serving()).toMatchObject({ commit: first.head, head: first.head })
      const again = await course(["deploy", "v0.8.1", "--quiet", `--lab=${LAB}`])
      expect(again.exitCode, again.stderr).toBe(0)
      expect(await serving()).toMatchObject({ commit, head: commit })
    })
    expectNoneFailed("deploy, rollback, deploy", load)
    expect((await record()).slice(-3).map(({ result, tag, previous }) => [result, tag, previous])).toEqual([
      ["deployed", "v0.8.1", "v0.8"],
      ["rolled-back", "v0.8", "v0.8.1"],
      ["deployed", "v0.8.1", "v0.8"],
    ])
  })

  test("the same tag again changes nothing but the record", async () => {
    const before = { ...(await serving()), releases: await releases(), lines: (await record()).length }
    expect(await deploySh("v0.8.1")).toMatchObject({ exitCode: 0 })
    expect({ ...(await serving()), releases: await releases(), lines: (await record()).length - 1 }).toEqual(before)
    expect((await record()).at(-1)).toMatchObject({ result: "unchanged", tag: "v0.8.1" })
  })

  test("leaves the checkout at the tag, clean, with its .env and models", async () => {
    expect(
      await prod(
        "cd /opt/pixelwise; git status --porcelain; git describe --tags --exact-match; stat -c %a .env; ls models",
      ),
    ).toBe(
      ["v0.8.1", "600", "MODELCARD.md", "digit_classifier_v1.onnx", "digit_classifier_v1.pkl", "samples.json"].join(
        "\n",
      ),
    )
  })
})

const THROW = (condition: string): string =>
  `printf '%s\\n' 'if (${condition}) throw new Error("broken on purpose")' | cat - src/main.ts > src/main.new; mv src/main.new src/main.ts`
const BROKEN = [
  {
    name: "that does not start",
    tag: "v0.8.90",
    change: THROW('process.env["PATH"]'),
    reason: /does not become ready/,
  },
  {
    name: "that is never ready",
    tag: "v0.8.91",
    change: `printf '%s\\n' 'import { createServer } from "node:http"' 'createServer((_, answer) => answer.writeHead(503).end()).listen(Number(process.env["PORT"]), "127.0.0.1")' > src/main.ts`,
    reason: /does not become ready.*503/,
  },
  {
    name: "whose migration fails",
    tag: "v0.8.92",
    change: "echo 'SELECT 1/0;' > migrations/0099_broken.sql; echo 'SELECT 1;' > migrations/0099_broken.down.sql",
    reason: /migration of v0\.8\.92 failed/,
  },
  {
    name: "that does not build",
    tag: "v0.8.93",
    change: "echo 'const x: number = \"\"' >> src/main.ts",
    reason: /does not build/,
  },
]

// An ordinary run tries every second one, in turn: each builds a whole release.
const turn = process.env["COURSE_TURN"]
const brokenInTurn = BROKEN.filter((_, index) => turn === undefined || (index + Number(turn)) % 2 === 0)

describe("a release", () => {
  test.each(brokenInTurn)(
    "$name never takes over: the old one serves, and no request fails",
    async ({ tag, change, reason }) => {
      const before = await serving()
      await publish(tag, change)
      const load = await underLoad(async () => {
        const deployed = await course(["deploy", tag, "--quiet", `--lab=${LAB}`])
        expect(deployed.exitCode).toBe(1)
        expect(deployed.stderr).toMatch(`prod runs ${before.commit.slice(0, 10)}, as before`)
      })
      expectNoneFailed(tag, load)
      expect(await serving()).toEqual(before)
      const last = (await record()).at(-1)
      expect(last).toMatchObject({ result: "failed", tag, previous: "v0.8.1" })
      expect(last?.reason).toMatch(reason)
      expect((await releases()).filter((name) => name.startsWith(".") || name.startsWith(tag))).toEqual([])
    },
  )

  test("that fails only as the real service gives way to the one before by itself", async () => {
    const before = await serving()
    await publish("v0.8.94", THROW('process.env["NOTIFY_SOCKET"]'))
    const deployed = await deploySh("v0.8.94")
    expect(deployed.exitCode, deployed.stderr).toBe(1)
    expect(await serving()).toMatchObject({ commit: before.commit, head: before.head })
    expect((await record()).at(-1)).toMatchObject({ result: "failed", tag: "v0.8.94", previous: "v0.8.1" })
    expect(await prod("git -C /opt/pixelwise status --porcelain")).toBe("")
  })
})

describe("a deployment that is", () => {
  const begin = (tag: string): Promise<number> =>
    labExec({
      ...{ name: LAB, host: "prod", user: "produser", stdin: "ignore", stdout: "ignore", stderr: "ignore" },
      argv: ["/opt/pixelwise/deploy/deploy.sh", tag],
    })
  const whileBuilding = (tag: string): Promise<string> =>
    prod(`for i in $(seq 300); do [ -d /opt/pixelwise-releases/.building-${tag}-* ] && exit 0; sleep 0.1; done; exit 1`)

  test("killed in the middle leaves the service alone, and the next one does it all", async () => {
    const before = await serving()
    const commit = await publish("v0.8.2")
    const killed = begin("v0.8.2")
    await whileBuilding("v0.8.2")
    await root("pkill -KILL -o -f '[d]eploy/deploy.sh'")
    expect(await killed).not.toBe(0)
    expect(await serving()).toEqual(before)
    expect(await deploySh("v0.8.2")).toMatchObject({ exitCode: 0 })
    expect(await serving()).toMatchObject({ commit, head: commit })
    expect((await releases()).filter((name) => name.startsWith("."))).toEqual([])
  })

  test("stopped from the keyboard cleans up behind itself", async () => {
    const before = await serving()
    await publish("v0.8.3")
    const child = execa(
      process.execPath,
      [fileURLToPath(new URL("../../bin/run.js", import.meta.url)), "deploy", "v0.8.3", "--quiet", `--lab=${LAB}`],
      { reject: false, stdin: "ignore" },
    )
    await whileBuilding("v0.8.3")
    child.kill("SIGINT")
    expect((await child).exitCode).toBe(130)
    await prod("for i in $(seq 100); do pgrep -f '[d]eploy/deploy.sh' >/dev/null || exit 0; sleep 0.1; done; exit 1")
    expect(await serving()).toEqual(before)
    expect((await releases()).filter((name) => name.startsWith("."))).toEqual([])
    expect((await record()).at(-1)).toMatchObject({ result: "failed", tag: "v0.8.3" })
  })

  test("under way keeps a second one out", async () => {
    const first = begin("v0.8.3")
    await whileBuilding("v0.8.3")
    const second = await deploySh("v0.8.2")
    expect(second).toMatchObject({ exitCode: 5 })
    expect(second.stderr).toMatch(/Another deployment is running/)
    expect(await first).toBe(0)
  })

  test.each([
    { what: "a tag that nobody knows", tag: "v9.9.9", prepare: "true", says: /The remote has no tag v9\.9\.9/ },
    {
      what: "a tag that was never pushed",
      tag: "v7.7.7",
      prepare: "git -C /opt/pixelwise tag v7.7.7",
      says: /v7\.7\.7 was never pushed/,
    },
    {
      what: "a checkout with changes",
      tag: "v0.8.2",
      prepare: "echo >> /opt/pixelwise/README.md",
      says: /changes of its own[^]*README\.md/,
      restore: "git -C /opt/pixelwise checkout -q README.md",
    },
    {
      what: "too little room",
      tag: "v0.8.5",
      prepare: "true",
      says: /needs 90000000 MiB free/,
      environment: "PIXELWISE_MIN_FREE_MIB=90000000",
    },
  ])("refused for $what changes nothing", async ({ tag, prepare, says, restore = "true", environment = "" }) => {
    if (tag === "v0.8.5") await publish(tag)
    const before = { ...(await serving()), releases: await releases() }
    await prod(prepare)
    const refused = await deploySh(tag, environment)
    await prod(restore)
    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toMatch(says)
    expect({ ...(await serving()), releases: await releases() }).toEqual(before)
    expect((await record()).at(-1)).toMatchObject({ result: "refused", tag })
  })

  test("one of many leaves the last three, the running one among them", async () => {
    await publish("v0.8.4")
    expect(await deploySh("v0.8.4")).toMatchObject({ exitCode: 0 })
    expect((await releases()).map((name) => name.replace(/-.*/, ""))).toEqual(["v0.8.2", "v0.8.3", "v0.8.4"])
  })
})

describe("between a tag with releases and one without", () => {
  test(
    "course goes back and forth, and the socket does not stay in the way",
    async () => {
      const old = await course(["rollback", "v0.5", "--quiet", `--lab=${LAB}`, "--json"])
      expect(old.exitCode, old.stderr + old.stdout).toBe(0)
      expect(JSON.parse(old.stdout)).toMatchObject({ tag: "v0.5", way: "in-place" })
      expect(
        await prod("ss -Hltn 'sport = :8000' | awk '{ print $4 }'; systemctl is-active pixelwise.socket || true"),
      ).toBe("0.0.0.0:8000\ninactive")
      expect(await prod("git -C /opt/pixelwise status --porcelain; git -C /opt/pixelwise describe --tags")).toBe("v0.5")
      const forward = await course(["rollback", "--quiet", `--lab=${LAB}`, "--json"])
      expect(forward.exitCode, forward.stderr + forward.stdout).toBe(0)
      expect(JSON.parse(forward.stdout)).toMatchObject({ tag: "v0.8.4", way: "releases" })
      expect(await prod("ss -Hltn 'sport = :8000' | awk '{ print $4 }'; systemctl is-active pixelwise.socket")).toBe(
        "127.0.0.1:8000\nactive",
      )
    },
    10 * MINUTES,
  )
})
