import type { Observation } from "../../src/engine/observation.js"
import { settings } from "../../src/engine/context.js"
import type { DeployTarget } from "../../src/deploy/remote.js"
import type { ExecOptions, HostConnection } from "../../src/transport/ports.js"

/** How prod answers a script that contains `part`; answers of the same part are used one after the other, the last one stays. */
export interface Answer {
  part: string
  exitCode?: number
  stdout?: string
  stderr?: string
}

/** A prod that runs nothing: it answers scripts by what they contain and keeps what it was asked. */
export function fakeProd(answers: readonly Answer[]) {
  const asked: { part: string; script: string; input: ExecOptions["input"] }[] = []
  const progress: string[] = []
  const exec = (script: string, { input }: ExecOptions): Promise<Observation> => {
    const fitting = answers.filter(({ part }) => script.includes(part))
    const first = fitting[0]
    if (!first) throw new Error(`nobody expected this script:\n${script}`)
    const turn = asked.filter(({ part }) => part === first.part).length
    const same = fitting.filter(({ part }) => part === first.part)
    const { part, exitCode = 0, stdout = "", stderr = "" } = same[Math.min(turn, same.length - 1)] ?? first
    asked.push({ part, script, input })
    return Promise.resolve({ status: "done", exitCode, stdout, stderr, truncated: false, durationMs: 1 })
  }
  const never = (): never => {
    throw new Error("a deployment only runs scripts")
  }
  const connection: HostConnection = {
    exec,
    ...{ runBatch: never, hold: never, openTcp: never, openShell: never, close: () => Promise.resolve() },
    lost: new Promise(() => undefined),
  }
  const target: DeployTarget = {
    connection,
    settings: settings.parse({}),
    sudoPassword: () => Promise.resolve("word"),
    onProgress: (line) => progress.push(line),
  }
  return { target, asked: () => asked.map(({ part }) => part), inputs: () => asked.map(({ input }) => input), progress }
}
