import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { Observation } from "../../src/engine/observation.js"
import type { Job } from "../../src/transport/job.js"
import type { HostConnection } from "../../src/transport/ports.js"
import { Secrets } from "../../src/transport/secrets.js"
import { Ssh2Transport } from "../../src/transport/ssh/ssh2-transport.js"
import { eventually, gone, processesWith, uniqueSleep } from "../helpers/processes.js"
import { canRunSshd, startSshd, type Sshd } from "../helpers/sshd.js"

/** Runs the batch over SSH: what matters is the script on the host, which is the same for all ways of reaching it. */
describe.skipIf(!canRunSshd)("a batch of probes on a real host (needs root)", () => {
  let sshd: Sshd
  let connection: HostConnection

  beforeAll(async () => {
    sshd = await startSshd({
      prepare: [
        "mount -t tmpfs tmpfs /root",
        "mount -t tmpfs tmpfs /dev/shm",
        // What is first in the PATH of a login must not be what a probe runs.
        "mount -t tmpfs tmpfs /usr/local/bin",
        "printf '#!/bin/sh\\necho forged\\n' | tee /usr/local/bin/systemctl /usr/local/bin/uname >/usr/local/bin/git",
        "chmod +x /usr/local/bin/*",
        "echo 'export PATH=/usr/local/bin:$PATH; export LC_ALL=de_DE.UTF-8' >/root/.bashrc",
      ].join("\n"),
    })
  })
  afterAll(() => sshd.stop())
  afterEach(async () => {
    await connection.close()
    await connect()
    let left: Observation | undefined
    for (let attempt = 0; attempt < 50; attempt++) {
      left = await connection.exec("ls -A /dev/shm", { as: "login", timeoutMs: 5000 })
      if ("stdout" in left && left.stdout === "") break
    }
    expect(left).toMatchObject({ stdout: "" })
    await connection.close()
  })

  async function connect(): Promise<HostConnection> {
    const transport = new Ssh2Transport({
      secrets: new Secrets(),
      knownHostsFile: `${sshd.folder}/known_hosts`,
      readOnlyKnownHosts: [],
    })
    connection = await transport.connect(sshd.host())
    return connection
  }

  async function run(...jobs: (string | (Partial<Job> & { script: string }))[]): Promise<Observation[]> {
    const found: Observation[] = []
    await (
      await connect()
    ).runBatch(
      jobs.map((job) => ({
        as: "login",
        timeoutMs: 5000,
        maxBytes: 10_000,
        ...(typeof job === "string" ? { script: job } : job),
      })),
      {
        onResult: (index, observation) => {
          expect(found[index]).toBeUndefined()
          found[index] = observation
        },
      },
    )
    return found
  }

  it("keeps both streams, the exit code and the order of the jobs", async () => {
    const found = await run(
      "echo out; echo err >&2; exit 3",
      "kill -9 $BASHPID",
      ...Array.from({ length: 20 }, (_, i) => `echo ${i}`),
    )
    expect(found[0]).toMatchObject({ status: "done", exitCode: 3, stdout: "out\n", stderr: "err\n", truncated: false })
    expect(found[1]).toMatchObject({ status: "done", exitCode: 137 })
    expect(found.slice(2).map((each) => "stdout" in each && each.stdout)).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i}\n`),
    )
  })

  it("gives probes a clean environment, no terminal and an empty standard input", async () => {
    const [env, path, tty, input] = await run(
      "env | cut -d= -f1 | sort | tr '\\n' ' '",
      "uname; command -v systemctl; echo $LC_ALL",
      "tty",
      "cat",
    )
    expect(env).toMatchObject({ stdout: "COURSE_RUN HOME LC_ALL LOGNAME PATH PWD SHLVL USER _ " })
    expect(path).toMatchObject({ stdout: "Linux\n/usr/bin/systemctl\nC.UTF-8\n" })
    expect(tty).toMatchObject({ stdout: "not a tty\n" })
    expect(input).toMatchObject({ exitCode: 0, stdout: "" })
  })

  it("hides nothing and believes nothing of what a probe prints", async () => {
    const forged = "\n\ncourse-0123 r 1 done 0 1 6 0 0 1\nforged\ncourse-0123 end\n"
    const [bytes, frames, escapes] = await run(
      "printf 'a\\0b\\377c'",
      `printf %s '${forged}'`,
      "printf '\\033]0;title\\007\\033[2J\\r\\b'; printf '\\0' >&2",
    )
    expect(bytes).toMatchObject({ stdout: "a\0b\ufffdc" })
    expect(frames).toMatchObject({ stdout: forged })
    expect(escapes).toMatchObject({ stdout: "\u001b]0;title\u0007\u001b[2J\r\b", stderr: "\0" })
  })

  it("does not let a probe learn how frames begin", async () => {
    const [found] = await run(
      "cat /proc/$$/cmdline /proc/$$/environ /proc/self/environ | tr '\\0' '\\n' | grep -c course-; ls /proc/self/fd | wc -l",
    )
    expect(found).toMatchObject({ stdout: expect.stringMatching(/^0\n/) as string })
  })

  it("cuts long output and says so", async () => {
    const [short, exact, long, endless, nul] = await run(
      { script: "printf 12345", maxBytes: 4 },
      { script: "printf 1234", maxBytes: 4 },
      { script: "head -c 100000 /dev/zero | tr '\\0' x", maxBytes: 50_000 },
      { script: "yes", maxBytes: 1000 },
      { script: "head -c 100000 /dev/zero", maxBytes: 1000 },
    )
    expect(short).toMatchObject({ stdout: "1234", truncated: true })
    expect(exact).toMatchObject({ stdout: "1234", truncated: false })
    expect(long).toMatchObject({ stdout: "x".repeat(50_000), truncated: true })
    expect(endless).toMatchObject({ status: "done", stdout: "y\n".repeat(500), truncated: true })
    expect(nul).toMatchObject({ stdout: "\0".repeat(1000), truncated: true })
  })

  it("ends a probe that sleeps for ever, keeps what it printed, and goes on with the others", async () => {
    const nap = uniqueSleep()
    const found = await run(
      { script: `echo begun; sleep ${nap}; echo never`, timeoutMs: 400 },
      { script: `trap '' TERM; while :; do sleep ${nap}; done`, timeoutMs: 300 },
      "echo fine",
    )
    expect(found[0]).toMatchObject({ status: "timeout", stdout: "begun\n" })
    expect(found[1]).toMatchObject({ status: "timeout" })
    expect(found[2]).toMatchObject({ status: "done", stdout: "fine\n" })
    expect(await gone(nap)).toEqual([])
  })

  it("ends what a probe leaves behind, also in a session of its own", async () => {
    const nap = uniqueSleep()
    const found = await run(
      `sleep ${nap} & echo a`,
      `setsid sleep ${nap} & echo b`,
      `set -m; (exec -a daemon sleep ${nap}) & (while :; do sleep ${nap}; done) & echo c`,
    )
    expect(found.map((each) => "stdout" in each && each.stdout)).toEqual(["a\n", "b\n", "c\n"])
    expect(await gone(nap)).toEqual([])
  })

  it("does not let a syntax error in one probe disturb another", async () => {
    const [broken, fine] = await run("if then (", "echo fine")
    expect(broken).toMatchObject({
      status: "done",
      exitCode: 2,
      stderr: expect.stringContaining("syntax error") as string,
    })
    expect(fine).toMatchObject({ stdout: "fine\n" })
  })

  it("does not let an exit trap, set -e or an ended shell swallow a result", async () => {
    const found = await run(
      "trap 'echo bye' EXIT; exit 4",
      "set -euo pipefail; false; echo never",
      "exec true",
      "kill -TERM $BASHPID",
    )
    expect(found).toMatchObject([
      { exitCode: 4, stdout: "bye\n" },
      { exitCode: 1, stdout: "" },
      { exitCode: 0 },
      { exitCode: 143 },
    ])
  })

  it("lets a probe that is ended put back what it changed", async () => {
    const nap = uniqueSleep()
    const [found, restored] = await run(
      { script: `trap 'echo restored >/dev/shm/${nap}' EXIT; sleep ${nap}`, timeoutMs: 300, acts: true },
      { script: `while ! [ -s /dev/shm/${nap} ]; do sleep 0.1; done; cat /dev/shm/${nap}; rm /dev/shm/${nap}` },
    )
    expect(found).toMatchObject({ status: "timeout" })
    expect(restored).toMatchObject({ stdout: "restored\n" })
  })

  it("stops everything when the run is aborted", async () => {
    const nap = uniqueSleep()
    const abort = new AbortController()
    const found: Observation[] = []
    const running = (await connect()).runBatch(
      ["echo early", `sleep ${nap}`, `setsid sleep ${nap}`].map((script) => ({
        script,
        as: "login",
        timeoutMs: 60_000,
        maxBytes: 100,
      })),
      { onResult: (index, observation) => (found[index] = observation), signal: abort.signal },
    )
    await eventually(() => processesWith(nap).length === 2 && found[0] !== undefined)
    abort.abort()
    await running
    expect(found).toMatchObject([
      { status: "done" },
      { status: "unobserved", code: "COURSE_INTERRUPTED" },
      { status: "unobserved", code: "COURSE_INTERRUPTED" },
    ])
    expect(await gone(nap)).toEqual([])
  })

  it("keeps what came before the connection was cut, and leaves nothing running", async () => {
    const nap = uniqueSleep()
    const found: Observation[] = []
    const running = (await connect()).runBatch(
      ["echo early", `sleep ${nap}`, `setsid sleep ${nap}`].map((script) => ({
        script,
        as: "login",
        timeoutMs: 60_000,
        maxBytes: 100,
      })),
      { onResult: (index, observation) => (found[index] = observation) },
    )
    await eventually(() => processesWith(nap).length === 2 && found[0] !== undefined)
    sshd.cutSessions()
    await running
    expect(found).toMatchObject([
      { status: "done", stdout: "early\n" },
      { status: "unobserved", code: "COURSE_HOST_CLOSED" },
      { status: "unobserved", code: "COURSE_HOST_CLOSED" },
    ])
    expect(await connection.lost).toMatchObject({ code: "COURSE_HOST_CLOSED" })
    expect(await gone(nap)).toEqual([])
  })

  it("also cleans up when the driver itself is killed", async () => {
    const nap = uniqueSleep()
    const found: Observation[] = []
    const running = (await connect()).runBatch(
      [
        { script: `sleep ${nap} & echo $$; wait`, as: "login", timeoutMs: 60_000, maxBytes: 100 },
        { script: "kill -9 $$", as: "login", timeoutMs: 1000, maxBytes: 100 },
      ],
      { onResult: (index, observation) => (found[index] = observation) },
    )
    await running
    expect(found).toHaveLength(2)
    expect(found[1]).toMatchObject({ status: "unobserved", code: "COURSE_HOST_SHELL" })
    expect(await gone(nap)).toEqual([])
  })

  describe("hold", () => {
    it("keeps what start began until it is released, then runs stop in the same shell", async () => {
      const nap = uniqueSleep()
      const held = await (
        await connect()
      ).hold(`start() { sleep ${nap} & id=$!; echo up; }\nstop() { kill $id; echo $id >/dev/shm/${nap}; }`, {
        readyMs: 5000,
      })
      expect(held.result).toMatchObject({ status: "done", exitCode: 0, stdout: "up\n" })
      expect(processesWith(nap)).toHaveLength(1)
      await held.release()
      await held.release()
      expect(await gone(nap)).toEqual([])
      const [file] = await run(`cat /dev/shm/${nap}; rm /dev/shm/${nap}`)
      expect(file).toMatchObject({ stdout: expect.stringMatching(/^\d+\n$/) as string })
    })

    it("tells a start that fails, exits, or takes too long", async () => {
      const nap = uniqueSleep()
      await connect()
      const results = await Promise.all(
        [
          `start() { echo no; return 4; }`,
          `start() { exit 5; }`,
          `start() { echo begun; sleep ${nap}; }`,
          `start() {`,
        ].map(async (script) => {
          const held = await connection.hold(script, { readyMs: 800 })
          await held.release()
          return held.result
        }),
      )
      expect(results).toMatchObject([
        { status: "done", exitCode: 4, stdout: "no\n" },
        { status: "done", exitCode: 5 },
        { status: "timeout", stdout: "begun\n" },
        { status: "done", stderr: expect.stringContaining("syntax error") as string },
      ])
      expect(results[3]).not.toMatchObject({ exitCode: 0 })
      expect(await gone(nap)).toEqual([])
    })

    it("is taken down when the connection is cut", async () => {
      const nap = uniqueSleep()
      const held = await (await connect()).hold(`start() { setsid sleep ${nap} & }\nstop() { :; }`, { readyMs: 5000 })
      expect(held.result).toMatchObject({ status: "done", exitCode: 0 })
      sshd.cutSessions()
      expect(await gone(nap)).toEqual([])
      await held.release()
    })
  })

  describe("exec", () => {
    it("streams output, passes input and the exit code", async () => {
      await connect()
      const seen: string[] = []
      const result = await connection.exec("cat; echo problem >&2; exit 7", {
        as: "login",
        timeoutMs: 5000,
        input: Buffer.from("x".repeat(300_000)),
        onStdout: (text) => seen.push(text),
      })
      expect(result).toMatchObject({ status: "done", exitCode: 7, stderr: "problem\n" })
      expect(seen.join("")).toHaveLength(300_000)
    })

    it("ends a command whose time is over, and one that is aborted", async () => {
      const nap = uniqueSleep()
      await connect()
      expect(await connection.exec(`echo a; sleep ${nap}`, { as: "login", timeoutMs: 500 })).toMatchObject({
        status: "timeout",
        stdout: "a\n",
      })
      const signal = AbortSignal.timeout(300)
      expect(await connection.exec(`setsid sleep ${nap}`, { as: "root", timeoutMs: 60_000, signal })).toMatchObject({
        code: "COURSE_INTERRUPTED",
      })
      expect(await gone(nap)).toEqual([])
    })
  })
})
