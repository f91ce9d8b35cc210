import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, readdir, stat } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { PassThrough, Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import {
  labDown,
  labExec,
  labInventoryPath,
  labRestore,
  labRun,
  labSnapshot,
  labStatus,
  labUp,
} from "../../src/lab/lab.js"
import { labPaths } from "../../src/lab/paths.js"
import { labRequirements } from "../../src/lab/requirements.js"
import { traces } from "./traces.js"

const NAME = "test-lab"
const OTHER = "test-lab-two"
/** A version that the lock files of the reference service name. */
const ZOD = "4.6.7"
const UP_MS = 400_000

const lacks = await labRequirements()
const required = process.env["COURSE_REQUIRE_LAB"] === "1"
const reason = [...lacks.obstacles, ...lacks.packages.map((name) => `The package ${name} is missing.`)].join(" ")

if (!lacks.ready && required) {
  it("the lab runs on this machine, because COURSE_REQUIRE_LAB=1 asks for it", () => {
    expect.fail(reason)
  })
}

describe.skipIf(!lacks.ready)(`a lab on this machine${lacks.ready ? "" : ` (skipped: ${reason})`}`, () => {
  let before: Awaited<ReturnType<typeof traces>>

  beforeAll(async () => {
    await labDown({ name: NAME })
    await labDown({ name: OTHER })
    before = await traces()
    const result = await labUp({ name: NAME })
    expect(result.outcome).toBe("created")
  }, UP_MS)

  afterAll(async () => {
    await labDown({ name: NAME })
    await labDown({ name: OTHER })
  }, 60_000)

  it("runs three hosts with their own names, addresses and machine ids", async () => {
    const ids = new Set<string>()
    for (const [host, address] of [
      ["dev", "192.168.56.10"],
      ["prod", "192.168.56.11"],
      ["hub", "192.168.56.12"],
    ] as const) {
      const script = "hostname; cat /etc/machine-id; ip -4 -brief address show dev enp0s8; systemctl is-system-running"
      const { stdout } = await labRun({ name: NAME, host, script })
      const [hostname, machineId = "", link, state] = stdout.trim().split("\n")
      expect(hostname).toBe(host)
      expect(machineId).toMatch(/^[0-9a-f]{32}$/)
      expect(link).toContain(`${address}/24`)
      expect(state).toBe("running")
      ids.add(machineId)
    }
    expect(ids.size).toBe(3)
  })

  it("passes standard input, both outputs and the exit status through", async () => {
    const [out, err] = [new PassThrough(), new PassThrough()]
    const status = await labExec({
      name: NAME,
      host: "prod",
      argv: ["sh", "-c", 'tr a-z A-Z; echo "from $USER in $PWD" >&2; exit 42'],
      stdin: Readable.from(["hello\n"]),
      stdout: out,
      stderr: err,
    })
    out.end()
    err.end()
    expect(status).toBe(42)
    expect(await text(out)).toBe("HELLO\n")
    expect(await text(err)).toBe("from root in /root\n")
  })

  it("tells a command that a signal ended by 128 and the signal's number", async () => {
    const { exitCode } = await labRun({ name: NAME, host: "dev", script: "kill -TERM $$" })
    expect(exitCode).toBe(143)
  })

  it("ends a script whose time is over, also inside the host", async () => {
    const { exitCode } = await labRun({ name: NAME, host: "dev", script: "sleep 4242", timeoutMs: 300 })
    expect(exitCode).toBe(124)
    const { stdout } = await labRun({ name: NAME, host: "dev", script: "pgrep -c -f 'sleep [4]242' || true" })
    expect(stdout.trim()).toBe("0")
  })

  it("has the accounts an installer makes: sudo asks for the password", async () => {
    for (const [host, user, password] of [
      ["dev", "user", "password"],
      ["prod", "produser", "prodpassword"],
    ] as const) {
      const script = 'id -u; id -nG; sudo -n true 2>/dev/null && echo open; sudo -S -p "" id -u'
      const { stdout } = await labRun({ name: NAME, host, user, script, input: `${password}\n` })
      const [uid, groups, rootId] = stdout.trim().split("\n")
      expect(uid).toBe("1000")
      expect(groups?.split(" ")).toEqual(expect.arrayContaining(["adm", "sudo"]))
      expect(rootId).toBe("0")
    }
  })

  it("is reached over SSH with the grader's key and pinned host keys, and knows no other key", async () => {
    const { hosts } = parse(await readFile(await labInventoryPath(NAME), "utf8")) as {
      hosts: Record<
        "dev" | "prod",
        { address: string; user: string; identityFile: string; proxyCommand: string; knownHostsFile: string }
      >
    }
    for (const { address, user, identityFile, proxyCommand, knownHostsFile } of [hosts.dev, hosts.prod]) {
      const options = [
        `ProxyCommand=${proxyCommand}`,
        `UserKnownHostsFile=${knownHostsFile}`,
        "StrictHostKeyChecking=yes",
      ]
      const common = [...options, "BatchMode=yes", "IdentitiesOnly=yes", "IdentityAgent=none"].flatMap((option) => [
        "-o",
        option,
      ])
      expect(await run("ssh", ["-F", "none", ...common, "-i", identityFile, `${user}@${address}`, "id -un"])).toEqual({
        status: 0,
        output: `${user}\n`,
      })
      const asRoot = await run("ssh", ["-F", "none", ...common, "-i", identityFile, `root@${address}`, "id -un"])
      expect(asRoot.status).toBe(255)
    }
  })

  it("keeps secrets to their owner", async () => {
    const paths = labPaths(NAME)
    for (const file of [paths.graderKey, paths.sudoPassword("dev"), paths.sudoPassword("prod"), paths.inventory]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600)
    }
  })

  it("serves Git over HTTP from the hub and refuses to be pushed to that way", async () => {
    const clone = await labRun({
      name: NAME,
      host: "prod",
      user: "produser",
      script: "cd $(mktemp -d) && git clone -q http://hub/pixelwise.git x && ls -a x",
    })
    expect(clone.exitCode).toBe(0)
    const push = await labRun({
      name: NAME,
      host: "prod",
      user: "produser",
      script:
        "cd $(mktemp -d) && git init -q && git -c user.name=x -c user.email=x@example.org commit -q --allow-empty -m x && git push http://hub/pixelwise.git HEAD:refs/heads/main",
    })
    expect(push.exitCode).not.toBe(0)
    expect(push.stderr).toContain("403")
  })

  it("leads no route from the machine to the hosts", async () => {
    const { output } = await run("ip", ["-4", "addr"])
    expect(output).not.toContain("192.168.56.")
    expect((await run("ip", ["-4", "route"])).output).not.toContain("192.168.56.")
  })

  it("installs packages that are there, and works with npm, without a network", async () => {
    const apt = await labRun({
      name: NAME,
      host: "dev",
      script: "apt-get update -q && apt-get install -y -q git curl postgresql",
    })
    expect(apt).toMatchObject({ exitCode: 0 })
    const npm = await labRun({
      name: NAME,
      host: "dev",
      user: "user",
      script: `node --version; cd "$(mktemp -d)"; npm init -y > /dev/null
npm install --no-audit zod@${ZOD} > /dev/null && node -p 'require("zod/package.json").version'
grep -c resolved package-lock.json; npm audit --json`,
    })
    const [node, zod, resolved, ...audit] = npm.stdout.split("\n")
    expect([node, zod, resolved]).toEqual([process.version, ZOD, "0"])
    expect(JSON.parse(audit.join("\n"))).toMatchObject({ metadata: { vulnerabilities: { total: 0 } } })
  })

  it("survives a reboot of a host from inside", async () => {
    const boot = "cat /proc/1/stat | cut -d' ' -f22"
    const first = (await labRun({ name: NAME, host: "prod", script: boot })).stdout
    await labRun({ name: NAME, host: "prod", script: "systemctl reboot" })
    await expect
      .poll(
        async () => {
          const again = await labRun({
            name: NAME,
            host: "prod",
            script: `${boot}; systemctl is-system-running`,
          }).catch(() => undefined)
          const [time, state] = again?.stdout.trim().split("\n") ?? []
          return state === "running" && time !== first.trim()
        },
        { timeout: 40_000, interval: 500 },
      )
      .toBe(true)
    const { stdout } = await labRun({
      name: NAME,
      host: "dev",
      script: "ping -c 1 -W 2 prod >/dev/null && echo reached",
    })
    expect(stdout).toBe("reached\n")
  }, 60_000)

  it("is left alone when it is asked for again, and refuses another state under its name", async () => {
    expect((await labUp({ name: NAME })).outcome).toBe("already-up")
    await expect(labUp({ name: NAME, state: "v0.4" })).rejects.toMatchObject({ code: "COURSE_USAGE" })
  })

  it("starts a host again that was powered off, with what had been done on it", async () => {
    await labRun({ name: NAME, host: "dev", script: "echo kept > /root/kept; systemctl poweroff" })
    await expect
      .poll(
        async () =>
          (await labStatus()).find(({ name }) => name === NAME)?.hosts.find(({ name }) => name === "dev")?.running,
        {
          timeout: 20_000,
        },
      )
      .toBe(false)
    expect((await labUp({ name: NAME })).outcome).toBe("started")
    expect((await labRun({ name: NAME, host: "dev", script: "cat /root/kept" })).stdout).toBe("kept\n")
  }, 60_000)

  it("goes back to a snapshot on every host and names the snapshots there are", async () => {
    await labRun({ name: NAME, host: "prod", script: "echo good > /root/state; rm -f /etc/motd" })
    await labSnapshot({ name: NAME, snapshot: "good" })
    await labRun({ name: NAME, host: "prod", script: "echo broken > /root/state; rm -rf /etc/ssh; touch /etc/motd" })
    await labRestore({ name: NAME, snapshot: "good" })
    const { stdout } = await labRun({
      name: NAME,
      host: "prod",
      script: "cat /root/state; ls /etc/motd /etc/ssh/sshd_config 2>/dev/null",
    })
    expect(stdout).toBe("good\n/etc/ssh/sshd_config\n")
    await expect(labRestore({ name: NAME, snapshot: "other" })).rejects.toMatchObject({
      code: "COURSE_LAB_UNKNOWN",
      hint: expect.stringContaining("good") as string,
    })
  }, 90_000)

  it("runs beside another lab with the same addresses, and each sees only its own hosts", async () => {
    await labUp({ name: OTHER })
    await labRun({ name: OTHER, host: "prod", script: "hostname > /srv/mark" })
    const here = await labRun({ name: NAME, host: "prod", script: "test -e /srv/mark" })
    expect(here.exitCode).toBe(1)
    expect((await labStatus()).map(({ name }) => name)).toEqual(expect.arrayContaining([NAME, OTHER]))
    await labDown({ name: OTHER })
    expect((await labRun({ name: NAME, host: "dev", script: "ping -c 1 -W 2 prod" })).exitCode).toBe(0)
  }, 90_000)

  it.each([300, 2000])(
    "repairs what a command killed after %i ms of booting left",
    async (afterMs) => {
      const child = bootInChild(OTHER)
      await once(child.stdout, "data")
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      child.kill("SIGKILL")
      await once(child, "exit")
      const lines: string[] = []
      expect((await labUp({ name: OTHER, onProgress: (line) => lines.push(line) })).outcome).toMatch(
        /^(created|already-up)$/,
      )
      expect((await labRun({ name: OTHER, host: "hub", script: "true" })).exitCode).toBe(0)
      await labDown({ name: OTHER })
      expect((await traces()).processes.filter((line) => line.includes(OTHER))).toEqual([])
    },
    90_000,
  )

  it("boots the reference service as at the end of block 5, clean as a student leaves it", async () => {
    await labUp({ name: OTHER, state: "v0.4" })
    const dev = await labRun({
      name: OTHER,
      host: "dev",
      user: "user",
      script: `curl --silent --max-time 5 http://192.168.56.11:8000/health; echo
        ssh -o BatchMode=yes produser@prod id -un
        cd pixelwise && git fetch -q && git status --short --branch && git describe --exact-match`,
    })
    expect(dev.stdout).toBe('{"status":"ok","model_version":"v1"}\nproduser\n## main...origin/main\nv0.4\n')
    const prod = await labRun({
      name: OTHER,
      host: "prod",
      script: `systemctl is-active pixelwise; systemctl is-enabled pixelwise; ls /etc/sudoers.d
        git -C /opt/pixelwise -c safe.directory=* tag --list; stat --format '%a %U' /opt/pixelwise/.env`,
    })
    expect(prod.stdout).toBe("active\nenabled\nREADME\nv0.1\nv0.2\nv0.3\nv0.4\n600 produser\n")
    await labDown({ name: OTHER })
  }, 400_000)

  it("takes everything back when it is interrupted", async () => {
    const stop = new AbortController()
    const booting = labUp({
      name: OTHER,
      signal: stop.signal,
      onProgress: (line) => {
        if (line.startsWith("Booting")) setTimeout(() => stop.abort(), 500)
      },
    })
    await expect(booting).rejects.toMatchObject({ code: "COURSE_INTERRUPTED" })
    expect((await labStatus()).map(({ name }) => name)).not.toContain(OTHER)
    await expect(readdir(labPaths(OTHER).dir)).rejects.toMatchObject({ code: "ENOENT" })
  }, 60_000)

  it("leaves no namespace, mount, control group, process or file behind", async () => {
    expect(await labDown({ name: NAME })).toBe(true)
    await expect.poll(traces, { timeout: 10_000 }).toEqual(before)
    expect(await labDown({ name: NAME })).toBe(false)
  }, 60_000)
})

function bootInChild(name: string) {
  const program = fileURLToPath(new URL("boot-lab.ts", import.meta.url))
  return spawn(process.execPath, ["--import", "tsx", program, name], { stdio: ["ignore", "pipe", "inherit"] })
}

async function run(command: string, args: string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] })
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")])
  return { status: child.exitCode, output }
}
