import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { startOnTerminal, type PtyOptions, type PtyProgram } from "../helpers/pty-program.js"
import { canRunSshd, startSshd, type Sshd } from "../helpers/sshd.js"

const PROGRAM = path.resolve(import.meta.dirname, "../../bin/run.js")

describe.skipIf(!canRunSshd)("course shell, on a terminal and a real OpenSSH server (needs root)", () => {
  let sshd: Sshd
  let folder: string
  const started: PtyProgram[] = []
  const cast = (name: string): string => path.join(folder, name)

  beforeAll(async () => {
    sshd = await startSshd({
      prepare:
        "mkdir $folder/home; echo \"PS1='remote> '\" >$folder/home/.bash_profile; touch $folder/home/.hushlogin; mount --bind $folder/home /root",
    })
    folder = await mkdtemp(path.join(tmpdir(), "course-shell-"))
    await writeFile(path.join(folder, "rc"), "PS1='laptop> '\n")
    await writeFile(
      path.join(folder, "course.yaml"),
      [
        "hosts:",
        `  dev: { address: 127.0.0.1, port: ${sshd.port}, user: root, identityFile: ${sshd.identityFile}, identityAgent: none }`,
        "  prod: { address: 127.0.0.1, port: 9, user: root }",
        "",
      ].join("\n"),
    )
  })
  afterAll(async () => {
    await sshd.stop()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    for (const program of started.splice(0)) program.kill("SIGKILL")
  })

  /** A terminal that runs course and tells afterwards in which state course left it. */
  function course(words: string, options: PtyOptions = {}): PtyProgram {
    const line = `${process.execPath} ${PROGRAM} ${words}; echo "left=$?"; stty -a | grep -o -E -- '-?(icanon|echo|opost|isig) ?' | tr -d '\\n'`
    const env = { SHELL: "/bin/sh", ENV: path.join(folder, "rc"), ...options.env }
    const program = startOnTerminal("bash", ["-c", line], { cwd: folder, ...options, env })
    started.push(program)
    return program
  }
  const IN_ORDER = /isig icanon .*echo .*opost|opost isig icanon echo/

  async function events(name: string): Promise<[number, string, string][]> {
    const [, ...lines] = (await readFile(cast(name), "utf8")).trimEnd().split("\n")
    return lines.map((line) => JSON.parse(line) as [number, string, string])
  }

  it("is a terminal as any: size, resize, Ctrl-C, Ctrl-Z, Ctrl-D, exit status", async () => {
    const shell = course("shell dev", { columns: 91, rows: 31 })
    await shell.until(/remote>$/)
    shell.type("stty size; echo $TERM\r")
    await shell.until(/31 91\nxterm-256color/)
    shell.resize(100, 40)
    await sleep(200)
    shell.type("stty size\r")
    await shell.until(/40 100/)
    shell.type("sleep 1000\r")
    await sleep(200)
    shell.type("\x03")
    await shell.until(/\^C\nremote>$/)
    shell.type("sleep 1001\r")
    await sleep(200)
    shell.type("\x1a")
    await shell.until(/Stopped/)
    shell.type("kill %1; printf 'gr\\303\\274n \\360\\237\\230\\200\\n'\r")
    await shell.until(/grün 😀/)
    shell.type("(exit 7)\r\x04")
    await shell.until(/left=7/)
    await shell.until(IN_ORDER)
  })

  it("passes line feeds as full-screen programs need them", async () => {
    const shell = course("shell dev")
    await shell.until(/remote>$/)
    shell.type("clear; stty -opost; printf 'one\\ntwo\\nthree'; stty opost; echo\r")
    await shell.until(/^one\n {3}two\n {6}three/)
  })

  it("puts the terminal in order when the connection is cut in a full-screen program", async () => {
    const shell = course("shell dev")
    await shell.until(/remote>$/)
    shell.type("printf '\\033[?1049h\\033[?25l\\033[31mfull'; cat\r")
    await shell.until(/full/)
    expect(shell.fullScreen()).toBe(true)
    sshd.cutSessions()
    await shell.until(/The connection to dev was cut.*\n.*course doctor dev[^]*left=3/)
    expect(shell.fullScreen()).toBe(false)
    expect(shell.output()).toContain("\x1b[?25h")
    await shell.until(IN_ORDER)
  })

  it("puts the terminal in order when course is ended", async () => {
    const shell = course("shell dev")
    await shell.until(/remote>$/)
    shell.type("echo pid=$PPID\r")
    await shell.until(/pid=\d+/)
    process.kill(await childOf(shell.pid), "SIGTERM")
    await shell.until(/left=130/)
    await shell.until(IN_ORDER)
  })

  it("records what is shown and what is typed in the open, and nothing that is typed hidden", async () => {
    const shell = course(`shell dev --record ${cast("a.cast")}`, { columns: 90 })
    await shell.until(/remote>$/)
    shell.type("echo grün 😀\r")
    await shell.until(/\ngrün 😀/)
    shell.type("read -rs -p 'word: ' word\r")
    await shell.until(/word:$/)
    for (const key of "s3cret-horse\r") {
      shell.type(key)
      await sleep(20)
    }
    await shell.until(/remote>$/)
    shell.resize(100, 30)
    // The shell shows its prompt anew: what is typed meanwhile would be left out, to be on the safe side.
    await sleep(300)
    shell.type("echo ${#word}\r")
    await shell.until(/\n12\n/)
    shell.type("exit 4\r")
    await shell.until(/Recorded to .*a\.cast: course replay .*\n+left=4/)

    const text = await readFile(cast("a.cast"), "utf8")
    expect(text).not.toContain("s3cret")
    expect(JSON.parse(text.split("\n")[0] ?? "")).toMatchObject({
      version: 2,
      width: 90,
      height: 24,
      title: "course shell dev",
      env: { TERM: "xterm-256color", SHELL: "/bin/bash" },
    })
    expect((await stat(cast("a.cast"))).mode & 0o777).toBe(0o600)
    const typed = (await events("a.cast")).filter(([, kind]) => kind === "i").map(([, , keys]) => keys)
    expect(typed).toEqual(["echo grün 😀\r", "read -rs -p 'word: ' word\r", "echo ${#word}\r", "exit 4\r"])
    expect((await events("a.cast")).filter(([, kind]) => kind === "r")).toHaveLength(1)

    const again = course(`shell dev --record ${cast("a.cast")}`)
    await again.until(/is there already[^]*left=2/)
    expect(await readFile(cast("a.cast"), "utf8")).toBe(text)
  })

  it("leaves a good recording when it is killed, and plays it", async () => {
    const shell = course(`shell dev --record ${cast("killed.cast")}`)
    await shell.until(/remote>$/)
    shell.type("echo before-the-end\r")
    await shell.until(/\nbefore-the-end/)
    process.kill(await childOf(shell.pid), "SIGKILL")
    await shell.until(/left=137/)
    const replay = course(`replay ${cast("killed.cast")} --speed 100 --idle-limit 0.1`)
    await replay.until(/\nbefore-the-end[^]*left=0/)
    await replay.until(IN_ORDER)
  })

  it("plays nothing where there is no terminal, but describes", async () => {
    const piped = course(
      `replay ${cast("a.cast")} | cat; echo; ${process.execPath} ${PROGRAM} replay ${cast("a.cast")} --json`,
    )
    await piped.until(/COURSE_TERMINAL/)
    await piped.until(/"typed": \[/)
  })

  it("runs the laptop's own shell, with its exit status", async () => {
    const shell = course(`shell laptop --record ${cast("laptop.cast")}`)
    await shell.until(/laptop>$/)
    shell.type("stty size; echo $$ $PPID\r")
    await shell.until(/24 80/)
    shell.resize(70, 20)
    await sleep(200)
    shell.type("stty size; exit 5\r")
    await shell.until(/20 70[^]*left=5/)
    await shell.until(IN_ORDER)
    expect((await events("laptop.cast")).filter(([, kind]) => kind === "i")).toHaveLength(2)
  })

  it("hands its own terminal over where it can make none, and says that it does not record", async () => {
    const blocked = path.join(folder, "no-pty.mjs")
    await writeFile(
      blocked,
      `import { register } from "node:module"
register("data:text/javascript," + encodeURIComponent(\`export async function resolve(name, context, next) {
  if (name === "@lydell/node-pty") throw new Error("not installed")
  return next(name, context)
}\`))`,
    )
    const shell = course(`shell laptop --record ${cast("none.cast")}`, { env: { NODE_OPTIONS: `--import=${blocked}` } })
    await shell.until(/ot recorded\. Run[^]*laptop>$/)
    shell.type("sleep 1000\r")
    await sleep(200)
    shell.type("\x03")
    await shell.until(/\^C\n+laptop>$/)
    shell.type("exit 6\r")
    await shell.until(/left=6/)
    await expect(stat(cast("none.cast"))).rejects.toThrow("ENOENT")
  })

  it("says why there is no shell", async () => {
    await course("shell prod").until(/COURSE_HOST_REFUSED[^]*left=3/)
    await course("shell dev </dev/null").until(/COURSE_TERMINAL[^]*left=2/)
  })
})

/** The one child of a process. */
async function childOf(pid: number): Promise<number> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(/\s+/)
  expect(children).toHaveLength(1)
  return Number(children[0])
}
