import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse } from "yaml"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labInventoryPath, labRun } from "../../src/lab/lab.js"
import { HOSTS } from "../../src/lab/spec.js"
import { openCast } from "../../src/shell/recording/cast-reader.js"
import { build } from "../../src/tooling/build.mjs"
import { startOnTerminal, type PtyOptions, type PtyProgram } from "../helpers/pty-program.js"

const MINUTES = 60_000
const LAB = "test-terminal"
const PROGRAM = path.resolve(import.meta.dirname, "../../bin/run.js")
const PASSWORD = HOSTS.dev.account?.password ?? ""

let folder: string
let cast: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-shell-lab-"))
  cast = path.join(folder, "session.cast")
  await build({ quiet: true })
  await labAnew({ name: LAB, state: "fresh" })
}, 10 * MINUTES)
afterAll(async () => {
  await labDown({ name: LAB })
  await rm(folder, { recursive: true, force: true })
}, MINUTES)

function course(words: string, options: PtyOptions = {}): PtyProgram {
  const end = `echo "left=$?"; stty -a | grep -oE -- '-?(icanon|opost|isig) ?' | tr -d '\\n'`
  const line = `${process.execPath} ${PROGRAM} ${words}; ${end}`
  return startOnTerminal("bash", ["-c", line], { columns: 90, rows: 28, ...options })
}

const IN_ORDER = /opost isig icanon/
/** A prompt at the end of the screen. */
const PROMPT = /user@dev:~(\/\w+)?\$$/

describe("a shell on a host, as a student uses it", () => {
  test("editor, pager, history, interrupts, size and sudo behave; what is typed hidden is not kept", async () => {
    const shell = course(`shell dev --lab=${LAB} --record ${cast}`)
    const run = async (line: string): Promise<void> => {
      await shell.until(PROMPT)
      shell.type(`${line}\r`)
    }
    await run("stty size")
    await shell.until(/^28 90$/m)
    shell.resize(100, 30)
    await sleep(500)
    await run("clear; stty size")
    await shell.until(/^30 100$/m)
    await run("sleep 1000")
    await shell.until(/sleep 1000$/)
    await sleep(300)
    shell.type("\x03")
    await shell.until(/\^C\n.*\$$/)

    await run("nano notes.txt")
    await shell.until(/GNU nano[^]*\^X Exit/)
    expect(shell.fullScreen()).toBe(true)
    shell.type("typed in nano\rzweite Zeile: grün")
    await shell.until(/\ntyped in nano\nzweite Zeile: grün\n/)
    shell.type("\x13")
    await shell.until(/Wrote 2 lines/)
    shell.type("\x18")
    await run("clear; cat notes.txt")
    await shell.until(/^typed in nano\nzweite Zeile: grün$/m)

    await run("seq 1 500 | less")
    await shell.until(/^1\n2\n3\n/)
    shell.type("G")
    await shell.until(/\n498\n499\n500\n\(END\)/)
    shell.type("q")

    await run(
      "git init -q tree && cd tree && git -c user.name=S -c user.email=s@x commit -q --allow-empty -m 'first of all' && tig",
    )
    await shell.until(/first of all[^]*\[main\]/)
    shell.type("q")

    await run("clear; sudo -k; sudo id -un")
    await shell.until(/password for user:$/)
    for (const key of `${PASSWORD}\r`) {
      shell.type(key)
      await sleep(30)
    }
    await shell.until(/^root$/m)
    await run("read -rsp 'again: ' word; echo; test \"$word\" = pasted-horse && echo same")
    await shell.until(/again:$/)
    shell.type("pasted-horse\r")
    await shell.until(/^same$/m)
    await run("exit 3")
    await shell.until(/Recorded to[^]*left=3/)
    await shell.until(IN_ORDER)

    const text = await readFile(cast, "utf8")
    const reader = await openCast(cast)
    const typed: string[] = []
    for await (const [, kind, keys] of reader.events()) if (kind === "i") typed.push(keys.replace(/\r$/, ""))
    await reader.close()
    expect(typed).toContain("sleep 1000")
    expect(typed).toContain("\x03")
    expect(typed).toContain("nano notes.txt")
    expect(typed).toContain("clear; sudo -k; sudo id -un")
    expect(typed).toContain("exit 3")
    // The words of the prompts hold the password of the class, and nothing else does.
    expect(typed.filter((line) => line.includes(PASSWORD) || line.includes("zweite"))).toEqual([])
    expect(text.replaceAll("[sudo] password for user", "")).not.toContain(PASSWORD)
    expect(typed.filter((line) => line.includes("pasted-horse"))).toHaveLength(1)
  })

  test("the recording plays again, to the same last screen", async () => {
    const replay = course(`replay ${cast} --speed 50 --idle-limit 0.2`)
    await replay.until(/same\n.*exit 3[^]*left=0/, 30_000)
    expect(replay.output()).toContain("typed in nano")
    await replay.until(IN_ORDER)
  })

  test("a connection that breaks in an editor leaves the terminal in order and says what happened", async () => {
    const shell = course(`shell dev --lab=${LAB}`)
    await shell.until(PROMPT)
    shell.type("nano\r")
    await shell.until(/GNU nano[^]*\^X Exit/)
    await labRun({ name: LAB, host: "dev", script: "pkill -KILL -u user" })
    await shell.until(/The connection to dev was cut[^]*course doctor dev[^]*COURSE_HOST_CLOSED[^]*left=3/)
    expect(shell.fullScreen()).toBe(false)
    await shell.until(IN_ORDER)
  })
})

describe("the first five minutes, on a laptop that knows nothing", () => {
  let home: string
  let work: string
  beforeAll(async () => {
    home = path.join(folder, "home")
    work = path.join(home, "course")
    await mkdir(path.join(home, ".ssh"), { recursive: true, mode: 0o700 })
    await mkdir(work)
    // The lab's network is reached by a command only: this is what ~/.ssh/config adds here to the addresses of the lecture.
    const inventory = parse(await readFile(await labInventoryPath(LAB), "utf8")) as {
      hosts: { dev: { proxyCommand: string } }
    }
    const lines = ["dev", "prod"].map((role) => `Host pw-${role}\n  HostName ${HOSTS[role as "dev"].address}\n`)
    await writeFile(
      path.join(home, ".ssh", "config"),
      `${lines.join("")}Host *\n  ProxyCommand ${inventory.hosts.dev.proxyCommand}\n`,
    )
    // The last line of what is there has no end: the key must not be glued to it.
    await labRun({
      name: LAB,
      host: "dev",
      user: "user",
      script:
        "printf 'ssh-ed25519 AAAAC3Nz other' >>~/.ssh/authorized_keys; chmod 755 ~/.ssh; chmod 644 ~/.ssh/authorized_keys",
    })
  })
  const env = () => ({ HOME: home, SSH_AUTH_SOCK: "" })
  const keysOf = async (host: "dev" | "prod"): Promise<string> => {
    const user = HOSTS[host].account?.user ?? ""
    const script = "stat -c %a ~/.ssh ~/.ssh/authorized_keys; cat ~/.ssh/authorized_keys"
    return (await labRun({ name: LAB, host, user, script })).stdout
  }

  test("course init finds both machines, makes a key, puts it there by password, and everything works", async () => {
    const init = course("init", { cwd: work, rows: 60, columns: 110, env: env() })
    await init.until(/✓ pw-dev .*an SSH server answers\n[^]*written in/)
    init.type("\r")
    await init.until(/Which machine is dev\?[^]*pw-dev/)
    init.type("\r")
    await init.until(/Account on dev .*user/)
    init.type("\r")
    await init.until(/Which machine is prod\?[^]*pw-prod/)
    init.type("\r")
    await init.until(/Account on prod .*produser/)
    init.type("\r")
    await init.until(/Which key logs in\?\n.*a new one/)
    init.type("\r")
    await init.until(/Enter passphrase/)
    init.type("\r")
    await init.until(/Enter same passphrase/)
    init.type("\r")
    await init.until(/Put its public part on dev and prod\?/)
    init.type("\r")
    await init.until(/Password of user@192\.168\.56\.10/)
    init.type("wrong-horse\r")
    await init.until(/Once more:[^]*Password of user@192\.168\.56\.10/, 20_000)
    await sleep(300)
    init.type(`${PASSWORD}\r`)
    await init.until(/dev: the key is there now[^]*Password of produser@192\.168\.56\.11/)
    init.type(`${HOSTS.prod.account?.password}\r`)
    await init.until(/Wrote .*course\.yaml[^]*Next: course run block1[^]*left=0/, 30_000)
    await init.until(IN_ORDER)
    expect(init.output()).not.toContain("wrong-horse")
    expect(init.output()).not.toContain(HOSTS.prod.account?.password)

    const key = (await readFile(path.join(home, ".ssh", "id_ed25519.pub"), "utf8")).trim()
    const keys = await keysOf("dev")
    expect(keys).toMatch(/^700\n600\n/)
    expect(keys).toContain(`ssh-ed25519 AAAAC3Nz other\n${key}\n`)
    expect(await keysOf("prod")).toContain(`${key}\n`)
    expect(parse(await readFile(path.join(work, "course.yaml"), "utf8"))).toEqual({
      track: "typescript",
      hosts: {
        dev: { address: "pw-dev", user: "user", identityFile: path.join(home, ".ssh", "id_ed25519") },
        prod: { address: "pw-prod", user: "produser", identityFile: path.join(home, ".ssh", "id_ed25519") },
      },
    })
    const doctor = await execa(process.execPath, [PROGRAM, "doctor", "dev", "prod"], {
      cwd: work,
      env: env(),
      reject: false,
    })
    expect(doctor.exitCode, doctor.stdout).toBe(0)
  })

  test("the same without questions changes nothing that is right", async () => {
    const before = [await keysOf("dev"), await keysOf("prod"), await readFile(path.join(work, "course.yaml"), "utf8")]
    const words = ["init", "--yes", "--force", "--make-key", "--install-key"]
    const passwords = ["--dev-password-env", "DEV_PW", "--prod-password-env", "PROD_PW"]
    const again = await execa(process.execPath, [PROGRAM, ...words, ...passwords], {
      cwd: work,
      env: { ...env(), DEV_PW: PASSWORD, PROD_PW: "not asked for" },
      stdin: "ignore",
      reject: false,
    })
    expect(again.exitCode, again.stderr).toBe(0)
    expect(again.stderr).toContain("dev: the key is there already.")
    const after = [await keysOf("dev"), await keysOf("prod"), await readFile(path.join(work, "course.yaml"), "utf8")]
    expect(after).toEqual(before)
  })
})
