import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runTool } from "../run-tool.js"
import type { TagState } from "../spec.js"
import { gitEnvironment, type Reference } from "./reference.js"

/** The reference service's history with the tags up to a state's own: a student has not published what comes later. */
export async function historyUpTo(
  { pixelwise }: Reference,
  state: TagState,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const git = (...args: string[]) =>
    runTool("git", ["-C", pixelwise, ...args], { purpose: `packing ${pixelwise}`, env: gitEnvironment, signal })
  const tags = await git("tag", "--merged", state, "--format=%(refname)")
  const scratch = await mkdtemp(join(tmpdir(), "course-bundle-"))
  try {
    const file = join(scratch, "bundle")
    await git("bundle", "create", "--quiet", file, ...tags.trim().split("\n"))
    return await readFile(file)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * Where prod stands at the end of a block. At v0.3 it trails on purpose: it has the script that fetches the model, but nothing of the
 * classifier that was written on dev afterwards.
 */
export async function commitOfProd({ pixelwise }: Reference, state: TagState): Promise<string> {
  if (state !== "v0.3") return state
  const range = ["log", "--reverse", "--format=%H", "v0.2..v0.3", "--", "setup-server.sh"]
  const commits = await runTool("git", ["-C", pixelwise, ...range], {
    purpose: "looking for the commit that fetches the model",
    env: gitEnvironment,
  })
  return commits.split("\n")[0] || state
}
