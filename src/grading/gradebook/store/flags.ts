import { createHash } from "node:crypto"
import { z } from "zod"
import type { ClassFlag } from "../../model.js"
import type { Queries } from "../database.js"
import { classFlag } from "./rows.js"

/** Keeps what a person should look at; what is known already is kept once. */
export async function keepFlags(database: Queries, runId: string, flags: readonly ClassFlag[]): Promise<void> {
  await database.query(
    `insert into course.flags (key, run_id, flag)
     select key, $1, flag from unnest($2::text[], $3::json[]) as t (key, flag) on conflict (key) do nothing`,
    [runId, flags.map((flag) => keyOf(runId, flag)), flags.map((flag) => JSON.stringify(flag))],
  )
}

/** All flags; of those that several runs found about the same students, the newest. */
export async function allFlags(database: Queries): Promise<ClassFlag[]> {
  const rows = await database.query("select flag from course.flags order by at, key")
  const flags = z.array(z.object({ flag: classFlag })).parse(rows)
  return [...new Map(flags.map(({ flag }) => [`${flag.kind} ${[...flag.students].sort().join(" ")}`, flag])).values()]
}

function keyOf(runId: string, flag: ClassFlag): string {
  return createHash("sha256")
    .update(JSON.stringify([runId, flag]))
    .digest("hex")
}
