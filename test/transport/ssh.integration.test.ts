import { execFileSync, spawn } from "node:child_process"
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { connect, createServer, type Server, type Socket } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { CourseError } from "../../src/errors/course-error.js"
import type { SshHost } from "../../src/inventory/inventory.js"
import { resolveInventory } from "../../src/inventory/load-inventory.js"
import type { Prompter } from "../../src/transport/ports.js"
import { Secrets } from "../../src/transport/secrets.js"
import { Ssh2Transport } from "../../src/transport/ssh/ssh2-transport.js"
import { eventually, gone, processesWith, uniqueSleep } from "../helpers/processes.js"
import { canRunSshd, freePort, keygen, startSshd, type Sshd } from "../helpers/sshd.js"

const PASSWORD = "right horse"

describe.skipIf(!canRunSshd)("connecting to a real OpenSSH server (needs root)", () => {
  let sshd: Sshd
  const servers: Server[] = []
  const sockets: Socket[] = []

  beforeAll(async () => {
    const hash = execFileSync("openssl", ["passwd", "-6", PASSWORD], { encoding: "utf8" }).trim()
    sshd = await startSshd({
      config: [
        "Match User typist",
        "PasswordAuthentication yes",
        "AuthorizedKeysFile none",
        "Match User asker",
        "KbdInteractiveAuthentication yes",
        "PasswordAuthentication no",
        "AuthorizedKeysFile none",
        "Match all",
      ],
      prepare: accounts(hash),
    })
  })
  afterAll(() => sshd.stop())
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
    for (const server of servers.splice(0)) server.close()
  })

  /** Accounts that only this server sees: one for each login shell, and one with a password. */
  function accounts(hash: string): string {
    const users = [
      "dash:/bin/dash",
      "typist:/bin/bash",
      "chatty:/bin/bash",
      "endless:/bin/bash",
      "stuck:/bin/bash",
      "closed:/usr/sbin/nologin",
    ]
    return [
      "d=$folder/accounts; mkdir -p $d",
      "mount -t tmpfs tmpfs $d",
      "cp /etc/passwd $d/passwd; cp /etc/shadow $d/shadow",
      ...users.map((each, index) => {
        const [name = "", shell = ""] = each.split(":")
        return `mkdir -p $d/${name}; echo '${name}:x:${4000 + index}:100::'$d/${name}:${shell} >>$d/passwd; echo '${name}:${hash}:19000:0:99999:7:::' >>$d/shadow; chown ${4000 + index} $d/${name}`
      }),
      `echo 'printf "Welcome\\\\n\\\\033[2J\\\\0"; echo noise >&2' >$d/chatty/.bashrc`,
      "echo 'yes' >$d/endless/.bashrc",
      "echo 'sleep 3141.59' >$d/stuck/.bashrc",
      "mount --bind $d/passwd /etc/passwd; mount --bind $d/shadow /etc/shadow",
    ].join("\n")
  }

  function transport(
    prompter?: Prompter,
    options: { agentSocket?: string; readOnlyKnownHosts?: string[] } = {},
  ): Ssh2Transport {
    return new Ssh2Transport({
      secrets: new Secrets({ prompter, env: { TYPED: PASSWORD } }),
      knownHostsFile: join(sshd.folder, "workspace_known_hosts"),
      readOnlyKnownHosts: [],
      ...options,
    })
  }

  async function whoAmI(host: SshHost, by = transport()): Promise<string> {
    const connection = await by.connect(host)
    try {
      const found = await connection.exec("id -un", { as: "login", timeoutMs: 5000 })
      return "stdout" in found ? found.stdout.trim() : JSON.stringify(found)
    } finally {
      await connection.close()
    }
  }

  async function refusal(host: SshHost, by = transport()): Promise<CourseError> {
    const outcome = await whoAmI(host, by).catch((error: unknown) => error)
    expect(outcome).toBeInstanceOf(CourseError)
    return outcome as CourseError
  }

  async function server(onSocket: (socket: Socket) => void): Promise<number> {
    const made = createServer((socket) => {
      sockets.push(socket)
      socket.on("error", () => undefined)
      onSocket(socket)
    }).listen(0, "127.0.0.1")
    servers.push(made)
    await new Promise((resolve) => made.once("listening", resolve))
    const address = made.address()
    return typeof address === "object" && address ? address.port : 0
  }

  describe("the way there", () => {
    it("says that a name does not resolve", async () => {
      const error = await refusal(sshd.host({ address: "no-such-host.invalid" }))
      expect(error).toMatchObject({
        code: "COURSE_HOST_NAME",
        message: expect.stringContaining("no-such-host.invalid") as string,
      })
    })

    it("says that nothing listens on the port", async () => {
      expect(await refusal(sshd.host({ port: await freePort() }))).toMatchObject({ code: "COURSE_HOST_REFUSED" })
    })

    it("gives up on an address that never answers", async () => {
      // A server that never accepts: once its queue is full, the kernel answers nobody.
      const port = await freePort()
      const program = `use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => ${port}, Listen => 1) or die; sleep 60`
      const deaf = spawn("perl", ["-e", program])
      try {
        for (let attempt = 0; attempt < 40; attempt++) {
          const socket = connect(port, "127.0.0.1")
          socket.on("error", () => undefined)
          sockets.push(socket)
          await sleep(25)
        }
        const error = await refusal(sshd.host({ port, connectTimeoutMs: 400 }))
        expect(error).toMatchObject({
          code: "COURSE_HOST_TIMEOUT",
          message: expect.stringContaining("0.4 s") as string,
        })
      } finally {
        deaf.kill()
      }
    })

    it("gives up on a server that accepts and stays silent", async () => {
      const port = await server(() => undefined)
      const error = await refusal(sshd.host({ port, connectTimeoutMs: 400 }))
      expect(error).toMatchObject({ code: "COURSE_HOST_TIMEOUT", message: expect.stringContaining("silent") as string })
    })

    it("tells a server that is none of SSH, and one that hangs up", async () => {
      const web = await server((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
      expect(await refusal(sshd.host({ port: web }))).toMatchObject({ code: "COURSE_SSH_HANDSHAKE" })
      const rude = await server((socket) => socket.destroy())
      expect((await refusal(sshd.host({ port: rude }))).code).toMatch(/COURSE_SSH_HANDSHAKE|COURSE_HOST_CLOSED/)
    })

    it("stops waiting when the run is aborted", async () => {
      const port = await server(() => undefined)
      const outcome = transport().connect(sshd.host({ port }), { signal: AbortSignal.timeout(200) })
      await expect(outcome).rejects.toMatchObject({ code: "COURSE_INTERRUPTED" })
    })

    it("goes through a proxy command and ends it with the connection", async () => {
      const nap = uniqueSleep()
      const proxyCommand = `bash -c 'sleep ${nap} & exec nc %h %p'`
      expect(await whoAmI(sshd.host({ proxyCommand }))).toBe("root")
      expect(await gone(nap)).toEqual([])
    })

    it("notices that the proxy command of a standing connection ended", async () => {
      const proxyCommand = `nc -p ${await freePort()} %h %p`
      const connection = await transport().connect(sshd.host({ proxyCommand }))
      const running = connection.exec("sleep 60", { as: "login", timeoutMs: 60_000 })
      const [nc = ""] = processesWith(proxyCommand.replace(" %h %p", ""))
      process.kill(Number.parseInt(nc))
      expect(await running).toMatchObject({ status: "unobserved", code: "COURSE_HOST_CLOSED" })
      expect(await connection.lost).toMatchObject({ code: "COURSE_HOST_CLOSED" })
      await connection.close()
    })

    it("shows what a proxy command says when it fails", async () => {
      const error = await refusal(sshd.host({ proxyCommand: "echo no such gateway >&2; exit 3; %h" }))
      expect(error).toMatchObject({
        code: "COURSE_PROXY_COMMAND",
        message: expect.stringContaining("no such gateway") as string,
      })
    })

    it("takes what a proxy command says of the host itself for what it is, and not what it says of a gateway", async () => {
      const saying = (words: string) => refusal(sshd.host({ proxyCommand: `echo '${words}' >&2; exit 1; %h` }))
      expect(await refusal(sshd.host({ port: await freePort(), proxyCommand: "nc -v %h %p" }))).toMatchObject({
        code: "COURSE_HOST_REFUSED",
      })
      expect(await saying("channel 0: open failed: connect failed: No route to host")).toMatchObject({
        code: "COURSE_HOST_UNREACHABLE",
      })
      const silent = sshd.host({ proxyCommand: "sleep 60 # %h", connectTimeoutMs: 300 })
      expect(await refusal(silent)).toMatchObject({
        code: "COURSE_HOST_TIMEOUT",
        message: expect.stringContaining("did not answer within 0.3 s") as string,
      })
      expect(await saying("ssh: connect to host gateway port 22: Connection refused")).toMatchObject({
        code: "COURSE_PROXY_COMMAND",
      })
    })

    it("goes through jump hosts, in order, and names the one that fails", async () => {
      const jump = await startSshd({ config: ["LogLevel DEBUG1"] })
      try {
        const target = jump.host({ hostKeyAlias: "jump" })
        expect(await whoAmI(sshd.host({ jumps: [target] }))).toBe("root")
        expect(jump.log()).toContain(`direct-tcpip`)
        const away = await freePort()
        const error = await refusal(sshd.host({ port: away, jumps: [target] }))
        expect(error).toMatchObject({
          code: "COURSE_HOST_UNREACHABLE",
          message: expect.stringContaining(String(away)) as string,
        })
        const missing = await refusal(sshd.host({ jumps: [{ ...target, port: away }] }))
        expect(missing).toMatchObject({
          code: "COURSE_HOST_REFUSED",
          message: expect.stringContaining("jump host") as string,
        })
      } finally {
        await jump.stop()
      }
    })

    it("takes everything from an alias of ~/.ssh/config, with what it includes", async () => {
      const home = join(sshd.folder, "home")
      mkdirSync(join(home, ".ssh", "conf.d"), { recursive: true })
      writeFileSync(join(home, ".ssh", "config"), "Include conf.d/*.conf\nHost *\n  User nobody\n")
      writeFileSync(
        join(home, ".ssh", "conf.d", "course.conf"),
        `Host course-dev\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User dash\n  IdentityFile ${sshd.identityFile}\n  IdentitiesOnly yes\n`,
      )
      const { hosts } = resolveInventory({ hosts: { dev: { address: "course-dev" } } }, join(home, "course.yaml"), {
        home,
        env: {},
      })
      expect(await whoAmI(hosts.dev as SshHost)).toBe("dash")
    })
  })

  describe("the host key", () => {
    it("is trusted on first use, told, and then known", async () => {
      const told: string[] = []
      const host = sshd.host({ knownHostsFile: join(sshd.folder, "first") })
      for (let round = 0; round < 2; round++) {
        const connection = await transport().connect(host, {
          onNewHostKey: ({ role }, shown) => told.push(`${role} ${shown}`),
        })
        await connection.close()
      }
      expect(told).toEqual([expect.stringMatching(/^dev ssh-ed25519 SHA256:/)])
    })

    it("is found in hashed files, also when another type of key would come first", async () => {
      const hashed = join(sshd.folder, "hashed")
      writeFileSync(
        hashed,
        execFileSync("ssh-keyscan", ["-H", "-t", "ed25519", "-p", String(sshd.port), "127.0.0.1"], {
          stdio: ["ignore", "pipe", "ignore"],
        }),
      )
      const own = join(sshd.folder, "untouched")
      const by = transport(undefined, { readOnlyKnownHosts: [hashed] })
      expect(await whoAmI(sshd.host({ knownHostsFile: own }), by)).toBe("root")
      expect(() => readFileSync(own)).toThrow("ENOENT")
    })

    it("that has changed is refused until it is trusted again", async () => {
      const rebuilt = await startSshd()
      try {
        const host = rebuilt.host()
        expect(await whoAmI(host)).toBe("root")
        await rebuilt.rebuild()
        const error = await refusal(host)
        expect(error.code).toBe("COURSE_HOST_KEY_CHANGED")
        expect(error.message).toContain("you restored or rebuilt the VM: run `course trust dev`")
        expect(await transport().trust(host)).toMatch(/^ssh-ed25519 SHA256:/)
        expect(await whoAmI(host)).toBe("root")
      } finally {
        await rebuilt.stop()
      }
    })

    it("that is revoked is refused, whatever else is known", async () => {
      const revoking = join(sshd.folder, "revoking")
      const [type, key] = readFileSync(join(sshd.folder, "host_key.pub"), "utf8").split(" ")
      writeFileSync(revoking, `@revoked * ${type} ${key}\n`)
      const error = await refusal(sshd.host(), transport(undefined, { readOnlyKnownHosts: [revoking] }))
      expect(error).toMatchObject({
        code: "COURSE_HOST_KEY_CHANGED",
        message: expect.stringContaining("revoked") as string,
      })
    })
  })

  describe("the login", () => {
    const never: Prompter = { secret: () => Promise.reject(new Error("nobody may be asked")) }

    it("tells which keys were offered and what the host accepts", async () => {
      const wrong = join(sshd.folder, "wrong")
      keygen(wrong)
      const error = await refusal(sshd.host({ identityFiles: [wrong] }), transport(never))
      expect(error).toMatchObject({ code: "COURSE_SSH_AUTH" })
      expect(error.message).toContain(`key ${wrong}`)
      expect(error.message).toContain("It accepts: publickey")
    })

    it("names a key file that is missing, or that is none", async () => {
      expect(await refusal(sshd.host({ identityFiles: ["/nowhere/id"] }))).toMatchObject({ code: "COURSE_SSH_KEY" })
      expect(await refusal(sshd.host({ identityFiles: [`${sshd.identityFile}.pub`] }))).toMatchObject({
        code: "COURSE_SSH_KEY",
      })
    })

    it("asks once for the passphrase of a locked key", async () => {
      const locked = join(sshd.folder, "locked")
      keygen(locked, "open sesame")
      appendFileSync(join(sshd.folder, "authorized_keys"), readFileSync(`${locked}.pub`))
      const questions: string[] = []
      const answering = (answer: string | undefined): Prompter => ({
        secret: async (question) => (questions.push(question), answer),
      })
      const by = transport(answering("open sesame"))
      const host = sshd.host({ identityFiles: [locked] })
      expect(await whoAmI(host, by)).toBe("root")
      expect(await whoAmI(host, by)).toBe("root")
      expect(questions).toEqual([`Passphrase of ${locked}: `])
      expect(await refusal(host, transport(answering("wrong")))).toMatchObject({ code: "COURSE_SSH_KEY" })
      expect(await refusal(host, transport())).toMatchObject({ code: "COURSE_SSH_AUTH" })
    })

    it("uses the agent, and survives one that is gone", async () => {
      const agentSocket = join(sshd.folder, "agent")
      const agent = execFileSync("ssh-agent", ["-a", agentSocket], { encoding: "utf8" })
      const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(agent)?.[1])
      const asked = sshd.host({ identityFiles: [], identitiesOnly: false })
      delete asked.identityAgent
      try {
        execFileSync("ssh-add", ["-q", sshd.identityFile], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket } })
        expect(await whoAmI(asked, transport(undefined, { agentSocket }))).toBe("root")
      } finally {
        process.kill(pid)
      }
      const withKey = { ...asked, identityFiles: [sshd.identityFile] }
      expect(await whoAmI(withKey, transport(undefined, { agentSocket: join(sshd.folder, "gone") }))).toBe("root")
      expect(await refusal(asked, transport(undefined, { agentSocket: join(sshd.folder, "gone") }))).toMatchObject({
        code: "COURSE_SSH_AUTH",
      })
    })

    it("takes the password from a variable, a file, or the person", async () => {
      const file = join(sshd.folder, "password")
      writeFileSync(file, `${PASSWORD}\n`)
      const host = sshd.host({ user: "typist", identityFiles: [] })
      expect(await whoAmI({ ...host, password: { env: "TYPED" } }, transport(never))).toBe("typist")
      expect(await whoAmI({ ...host, password: { file } }, transport(never))).toBe("typist")
      const questions: string[] = []
      const by = transport({ secret: async (question) => (questions.push(question), PASSWORD) })
      expect(await whoAmI(host, by)).toBe("typist")
      expect(await whoAmI(host, by)).toBe("typist")
      expect(questions).toEqual(["Password of typist@127.0.0.1: "])
      expect(await refusal(host, transport())).toMatchObject({ code: "COURSE_SSH_AUTH" })
      expect(await refusal({ ...host, password: { env: "UNSET" } })).toMatchObject({ code: "COURSE_CONFIG_INVALID" })
    })
  })

  describe("the login shell", () => {
    it("may be dash", async () => {
      expect(await whoAmI(sshd.host({ user: "dash" }))).toBe("dash")
    })

    it("may greet, with whatever bytes", async () => {
      const connection = await transport().connect(sshd.host({ user: "chatty" }))
      const found = await connection.exec("echo out; echo err >&2", { as: "login", timeoutMs: 5000 })
      expect(found).toMatchObject({ status: "done", stdout: "out\n", stderr: "err\n" })
      await connection.runBatch([{ script: "echo out", as: "login", timeoutMs: 5000, maxBytes: 100 }], {
        onResult: (_index, observation) => expect(observation).toMatchObject({ stdout: "out\n", stderr: "" }),
      })
      await connection.close()
    })

    it.each([
      ["endless", "prints without end"],
      ["closed", "ended with"],
      ["stuck", "nothing came for"],
    ])("of %s is named when it runs nothing", async (user, words) => {
      const connection = await transport().connect(sshd.host({ user }))
      const found: unknown[] = []
      await connection.runBatch([{ script: "echo out", as: "login", timeoutMs: 5000, maxBytes: 100 }], {
        onResult: (_index, observation) => found.push(observation),
      })
      await connection.close()
      expect(found).toMatchObject([
        { status: "unobserved", code: "COURSE_HOST_SHELL", reason: expect.stringContaining(words) as string },
      ])
      await eventually(() => processesWith("yes").every((each) => !/^\d+ yes$/.test(each)))
    })
  })
})
