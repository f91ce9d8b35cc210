import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { labDown, labRun, labUp } from "../../src/lab/lab.js"
import { HOSTS } from "../../src/lab/spec.js"
import { openCast } from "../../src/shell/recording/cast-reader.js"
import { build } from "../../src/tooling/build.mjs"
import { startOnTerminal, type PtyProgram } from "../helpers/pty-program.js"

const MINUTES = 60_000
const LAB = "test-shell"
const PROGRAM = path.resolve(import.meta.dirname, "../../bin/run.js")
const PASSWORD = HOSTS.dev.account?.password ?? ""

let folder: string
let cast: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-shell-lab-"))
  cast = path.join(folder, "session.cast")
  await build({ quiet: true })
  await labDown({ name: LAB })
  await labUp({ name: LAB, state: "fresh" })
}, 10 * MINUTES)
afterAll(async () => {
  await labDown({ name: LAB })
  await rm(folder, { recursive: true, force: true })
}, MINUTES)

function course(words: string): PtyProgram {
  const end = `echo "left=$?"; stty -a | grep -oE -- '-?(icanon|opost|isig) ?' | tr -d '\\n'`
  return startOnTerminal("bash", ["-c", `${process.execPath} ${PROGRAM} ${words}; ${end}`], { columns: 90, rows: 28 })
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
