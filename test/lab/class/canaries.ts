import { randomBytes } from "node:crypto"
import { readFile, readdir } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { openGradebook } from "../../../src/grading/gradebook/open.js"
import { labRun } from "../../../src/lab/lab.js"

/** Secrets by what they are. */
export type Canaries = Readonly<Record<string, string>>

const GLANCE_MS = 15

/** A text that nothing else could produce. */
export function freshSecret(): string {
  return `canary${randomBytes(12).toString("hex")}`
}

/** What the `.env` of a host keeps secret. */
export async function secretsOf(lab: string, host: "dev" | "prod", file: string): Promise<Canaries> {
  const { stdout } = await labRun({ name: lab, host, script: `grep -E '^(SECRET_API_KEY|DB_PASSWORD)=' ${file}` })
  return Object.fromEntries(
    stdout
      .trim()
      .split("\n")
      .map((line) => [
        `${line.split("=")[0] ?? ""} of ${host}`,
        line.slice(line.indexOf("=") + 1).replace(/["']/g, ""),
      ]),
  )
}

/** Which secrets a text holds, plainly, in base64 or escaped for an address. */
export function leaked(canaries: Canaries, text: string): string[] {
  const base64 = (secret: string): string[] =>
    // Where in a stream of bytes it begins changes its letters; the middle of each of the three ways is fixed.
    [0, 1, 2].map((shift) =>
      Buffer.from("x".repeat(shift) + secret)
        .toString("base64")
        .slice(shift === 0 ? 0 : 4, -4),
    )
  return Object.entries(canaries).flatMap(([name, secret]) =>
    [secret, encodeURIComponent(secret), ...base64(secret)].some((form) => text.includes(form)) ? [name] : [],
  )
}

/** Reads the command lines of all processes of this machine, those of the guests among them, again and again until told to stop. */
export async function watchCommandLines(signal: AbortSignal): Promise<Set<string>> {
  const seen = new Set<string>()
  while (!signal.aborted) {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name))
    // A process may end between the two.
    const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")))
    for (const line of lines) seen.add(line)
    await sleep(GLANCE_MS)
  }
  return seen
}

/** Everything that the gradebook of a class holds: all rows of all tables, and the observations unpacked. */
export async function everythingIn(folder: string): Promise<string> {
  const gradebook = await openGradebook({ folder, databaseUrl: undefined, warn: () => undefined })
  try {
    const tables = await gradebook.database.query(
      "select table_name from information_schema.tables where table_schema = 'course' and table_type = 'BASE TABLE'",
    )
    const parts: string[] = []
    for (const { table_name: table } of tables)
      parts.push(
        JSON.stringify(await gradebook.database.query(`select to_json(t)::text as row from course.${String(table)} t`)),
      )
    for (const { id } of await gradebook.store.runs(100))
      for await (const { recording } of gradebook.store.recordings(id)) parts.push(JSON.stringify(recording))
    return parts.join("\n")
  } finally {
    await gradebook.close()
  }
}
