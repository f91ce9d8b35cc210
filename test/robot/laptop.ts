import { execa } from "execa"
import { answerOf } from "../../src/cli/reference-student.js"
import { labProxyCommand } from "../../src/lab/lab.js"
import { course } from "../helpers/course-cli.js"

interface Ended {
  status: number | undefined
  printed: string
}

/** What stands in for a terminal of the laptop, by what a line begins with. */
const WAYS: readonly { begins: RegExp; run: (lab: string, line: string) => Promise<Ended> }[] = [
  { begins: /^course answer \S+$/, run: answer },
  { begins: /^course /, run: async (lab, line) => await courseOn(lab, line.split(" ").slice(1)) },
  { begins: /^curl /, run: curl },
]

/** Carries out a command of the laptop; one that has no counterpart here is a fault of the notes or of this table. */
export async function laptop(lab: string, line: string): Promise<Ended> {
  const way = WAYS.find(({ begins }) => begins.test(line))
  if (!way) throw new Error(`No way is known to run this on the laptop of a lab: ${line}`)
  return await way.run(lab, line)
}

/** A question is answered as somebody who did the exercise would; what only a host knows is read there. */
async function answer(lab: string, line: string): Promise<Ended> {
  const id = line.split(" ").at(-1) ?? ""
  const fields = await answerOf(lab, id)
  const set = Object.entries(fields).flatMap(([name, value]) => ["--set", `${name}=${value}`])
  return await courseOn(lab, ["answer", id, ...set])
}

async function courseOn(lab: string, words: readonly string[]): Promise<Ended> {
  const { exitCode, stdout, stderr } = await course([...words, `--lab=${lab}`])
  return { status: exitCode, printed: `${stdout}\n${stderr}`.trim() }
}

/** From the network that the laptop shares with the hosts. */
async function curl(lab: string, line: string): Promise<Ended> {
  const [nsenter = "", namespace = ""] = labProxyCommand(lab).split(" ")
  const { exitCode, all } = await execa(nsenter, [namespace, "bash", "-c", line], {
    reject: false,
    all: true,
    timeout: 60_000,
  })
  return { status: exitCode, printed: all }
}
