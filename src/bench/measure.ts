import { spawn } from "node:child_process"

/** Wall time in milliseconds of a command, which has to end with one of these exit codes. */
export async function timeCommand(
  command: string,
  args: readonly string[],
  { input, codes = [0], cwd }: { input?: string; codes?: number[]; cwd?: string } = {},
): Promise<number> {
  const began = performance.now()
  const child = spawn(command, args, {
    stdio: ["pipe", "ignore", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, NO_COLOR: "1" },
  })
  let stderr = ""
  child.stderr.on("data", (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2000)))
  child.stdin.on("error", () => undefined)
  child.stdin.end(input ?? "")
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve))
  if (code === null || !codes.includes(code))
    throw new Error(`${command} ${args.join(" ").slice(0, 120)} ended with ${code}: ${stderr}`)
  return performance.now() - began
}

/** Runs all subjects in turn, round after round, so that a slow moment of the machine meets all of them. @returns medians in ms */
export async function compare<Name extends string>(
  subjects: Record<Name, () => Promise<number>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(subjects) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (const name of names) await subjects[name]()
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times.get(name)?.push(await subjects[name]())
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<Name, number>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}
