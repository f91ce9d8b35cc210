import { spawnSync } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startOnTerminal } from "../helpers/pty-program.js"

const PROGRAM = path.resolve(import.meta.dirname, "../../bin/run.js")
const isThere = (shell: string): boolean => spawnSync(shell, ["-c", "exit 0"]).status === 0

let folder: string
let env: Record<string, string>
const scripts: Record<string, string> = {}
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-completion-"))
  // Two labs, as the folder of the labs shows them, and a file to be completed.
  env = { COURSE_LAB_DIR: path.join(folder, "labs"), HOME: folder, XDG_CONFIG_HOME: folder }
  for (const lab of ["default", "practice"]) {
    await mkdir(path.join(folder, "labs", lab), { recursive: true })
    await writeFile(path.join(folder, "labs", lab, "course.yaml"), "")
  }
  await writeFile(path.join(folder, "recorded run.json"), "")
  await writeFile(path.join(folder, "stop.cast"), "")
  for (const shell of ["bash", "zsh", "fish"]) {
    scripts[shell] = path.join(folder, `course.${shell}`)
    const { stdout } = await execa(process.execPath, [PROGRAM, "completion", shell])
    await writeFile(scripts[shell], `${stdout}\n`)
  }
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

/** What bash would offer, sorted. `line` is what was typed; bash itself splits at blanks and at `=`. */
async function bash(line: string): Promise<string[]> {
  const words = line.split(/\s+|(=)/).filter((word) => word !== undefined && word !== "")
  if (line.endsWith(" ")) words.push("")
  const { stdout, stderr } = await execa(
    "bash",
    [
      "--norc",
      "-c",
      `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _course; printf '%s\\n' "\${COMPREPLY[@]}"`,
      scripts["bash"] ?? "",
      ...words,
    ],
    { cwd: folder, env, reject: false },
  )
  expect(stderr).toBe("")
  return stdout.split("\n").filter(Boolean).sort()
}

/** What fish would offer, sorted, without descriptions. */
async function fish(line: string): Promise<string[]> {
  const { stdout } = await execa(
    "fish",
    ["--no-config", "-c", `source $argv[1]; complete -C $argv[2]`, scripts["fish"] ?? "", line],
    {
      cwd: folder,
      env,
      reject: false,
    },
  )
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((each) => each.split("\t")[0] ?? "")
    .sort()
}

/** Typed so far, what must be offered, and what must not be. */
const CASES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["course ", ["check", "shell", "lab", "completion"], ["up", "block5", "--json"]],
  ["course ch", ["check"], ["catch-up", "shell"]],
  ["course lab ", ["up", "down", "exec", "status"], ["check", "lab"]],
  ["course lab up --st", ["--state"], ["--track"]],
  ["course lab up --state ", ["fresh", "v0.4", "B1-complete"], ["up", "typescript"]],
  ["course lab up --state fresh --track ", ["typescript", "python"], ["fresh"]],
  ["course lab shell ", ["dev", "prod", "hub"], ["laptop"]],
  ["course check block", ["block1", "block5"], ["b5.active"]],
  ["course check 5.4 b5.act", ["b5.active"], ["b5.enabled"]],
  ["course check --host ", ["laptop", "dev", "prod"], ["block5"]],
  ["course check --host dev b5.en", ["b5.enabled"], ["dev"]],
  ["course check --pass", ["--passive"], ["--quick"]],
  ["course doctor ", ["dev", "prod", "laptop"], ["check"]],
  ["course doctor dev ", ["dev", "prod", "laptop"], ["check"]],
  ["course shell ", ["dev", "prod", "laptop"], ["check"]],
  ["course answer b5.", ["b5.verbs"], ["b5.active"]],
  ["course catch-up v0.", ["v0.1", "v0.5"], ["dev"]],
  ["course replay st", ["stop.cast"], ["check", "stop"]],
  ["course completion ", ["bash", "zsh", "fish"], ["check"]],
]

describe.each([
  ["bash", bash],
  ["fish", fish],
])("completion in %s", (shell, complete) => {
  it.skipIf(!isThere(shell)).each(CASES)("of `%s`", async (line, offered, never) => {
    const found = await complete(line)
    expect(found).toEqual(expect.arrayContaining([...offered]))
    for (const word of never) expect(found).not.toContain(word)
  })

  it.skipIf(!isThere(shell))("offers nothing after a command that takes no more", async () => {
    expect(await complete("course shell dev ")).toEqual([])
  })
})

describe("completion in bash", () => {
  it("knows the labs that are there at that moment", async () => {
    expect(await bash("course check --lab=")).toEqual(["default", "practice"])
    await mkdir(path.join(folder, "labs", "new"))
    await writeFile(path.join(folder, "labs", "new", "course.yaml"), "")
    expect(await bash("course check --lab=n")).toEqual(["new"])
  })

  it("offers every flag once, also its negative", async () => {
    const flags = await bash("course init --")
    expect(flags).toContain("--no-connect")
    expect(new Set(flags).size).toBe(flags.length)
  })
})

describe.each([
  ["bash", ["--norc", "--noprofile", "-i"], "PS1='ready> '"],
  ["zsh", ["-f", "-i"], "PS1='ready> '; autoload -U compinit; compinit -u -d $HOME/dump"],
] as const)("%s at a terminal", (shell, argv, begin) => {
  it.skipIf(!isThere(shell))("completes at the Tab key", async () => {
    const terminal = startOnTerminal(shell, argv, { cwd: folder, columns: 120, env })
    try {
      terminal.type(`${begin}\r`)
      await terminal.until(/ready>$/)
      terminal.type(`source ${scripts[shell]}; clear\r`)
      await terminal.until(/^ready>$/)
      terminal.type("course lab sna\t")
      await terminal.until(/course lab snapshot/)
      terminal.type("\x15course check --hos\t")
      await terminal.until(/course check --host/)
      terminal.type(" pr\tb5.enabl\t")
      await terminal.until(/course check --host +prod b5\.enabled/)
      terminal.type("\x15course judge rec\t")
      await terminal.until(/course judge recorded\\ run\.json/)
    } finally {
      terminal.kill("SIGKILL")
    }
  })
})
