import { expect } from "vitest"
import { z } from "zod"
import { CATCH_UP_TAGS, type CatchUpTag } from "../../../src/catchup/targets.js"
import { course } from "../../helpers/course-cli.js"
import { difference, fingerprint } from "./fingerprint.js"
import { on, registerKey, standing } from "./hosts.js"
import type { StartingState } from "./starting-states.js"

const Result = z.object({
  outcome: z.string(),
  id: z.string(),
  checks: z.array(z.object({ id: z.string(), status: z.string() })).default([]),
  assisted: z.array(z.string()).default([]),
  hosts: z.array(z.object({ role: z.string() })),
})
type Result = z.infer<typeof Result>

/** `course catch-up` with words; the result, and what it said. */
export async function catchUp(lab: string, ...words: string[]): Promise<Result & { exitCode: number; stderr: string }> {
  const { exitCode, stdout, stderr } = await course([
    "catch-up",
    ...words,
    `--lab=${lab}`,
    "--yes",
    "--passive",
    "--json",
  ])
  const parsed = Result.safeParse(JSON.parse(stdout))
  if (!parsed.success)
    throw new Error(`course catch-up ${words.join(" ")} ended with ${exitCode}\n${stdout}\n${stderr}`)
  return { ...parsed.data, exitCode, stderr }
}

/** From where the lab stands to a tag, twice, and back: trees, `.env`, rows and refs before and after. */
export async function forthAndBack(lab: string, state: StartingState, tag: CatchUpTag): Promise<void> {
  const before = await fingerprint(lab)
  if (state.standsAt === tag) {
    expect((await catchUp(lab, tag)).outcome).toBe("nothing")
    expect(difference(before, await fingerprint(lab))).toEqual([])
    return
  }
  await goTo(lab, state, tag)
  await comeBack(lab, state, before)
}

export async function goTo(lab: string, state: StartingState, tag: CatchUpTag): Promise<void> {
  const secrets = await secretsOf(lab)
  if (state.needsKey) await meetTheGitHost(lab, tag)
  const there = await catchUp(lab, tag)
  expect(there.outcome).toBe("done")
  await expectThere(lab, state, tag, there)
  // What had a value has it still, to the byte; files that were not there had none.
  const now = await secretsOf(lab)
  for (const [host, lines] of secrets.entries()) expect(now[host]).toEqual(expect.arrayContaining(lines))
  const again = await catchUp(lab, tag)
  expect(again.outcome).toBe("nothing")
  expect(again.assisted).toEqual([])
}

/** Compares hosts with the reference, and what the mandatory checks say. */
export async function expectThere(lab: string, state: StartingState, tag: CatchUpTag, result: Result): Promise<void> {
  const { objects, dev, prod, hub } = await standing(lab, tag)
  expect(dev.slice(0, 6)).toEqual([objects.get("main"), "refs/heads/main", "0", "git@hub:pixelwise.git", "0", "0"])
  if (tag !== "v0.1") expect(dev[6]).toBe("600")
  expect(prod).toEqual(["refs/heads/main", "0", "http://hub/pixelwise.git", "0", "contained"])
  const upTo = CATCH_UP_TAGS.slice(0, CATCH_UP_TAGS.indexOf(tag) + 1)
  expect(hub).toEqual(
    expect.arrayContaining([objects.get("main"), ...upTo.map((each) => `${each} ${objects.get(each)}`)]),
  )
  const bad = result.checks.filter(
    ({ id, status }) => (status === "fail" || status === "error") && !state.stays?.includes(id),
  )
  expect(bad).toEqual([])
  expect(result.checks.filter(({ status }) => status === "pass").length).toBeGreaterThan(20)
}

export async function comeBack(lab: string, state: StartingState, before: readonly string[]): Promise<void> {
  const undone = await catchUp(lab, "--undo")
  expect(undone.outcome).toBe("done")
  // A Git host keeps its default branch: what was empty before has a main now. Keys that were made stay.
  const ignore = state.needsKey ? /^\+ hub ref refs\/heads\/main / : /^$/
  expect(difference(before, await fingerprint(lab)).filter((line) => !ignore.test(line))).toEqual([])
}

/** The first run makes a key and says which one to register; nothing else has changed by then. */
async function meetTheGitHost(lab: string, tag: CatchUpTag): Promise<void> {
  const { exitCode, stdout } = await course(["catch-up", tag, `--lab=${lab}`, "--yes", "--passive", "--json"])
  expect(exitCode).toBe(3)
  const { error } = z.object({ error: z.object({ code: z.string(), hint: z.string() }) }).parse(JSON.parse(stdout))
  expect(error.code).toBe("COURSE_CATCHUP_REMOTE")
  expect(error.hint).toContain(await on(lab, "dev", "user", "cat ~/.ssh/id_ed25519_github.pub"))
  expect(await on(lab, "dev", "user", "ls -d ~/pixelwise 2>/dev/null || echo none")).toBe("none")
  await registerKey(lab)
}

/** Hashes of all lines of both `.env` that hold a value of the student's own. */
async function secretsOf(lab: string): Promise<string[][]> {
  const script = (file: string): string =>
    `grep -E '^[^#]*=.' ${file} 2>/dev/null | grep -vE 'replace-me|^DEBUG=' | while IFS= read -r line; do printf '%s' "$line" | sha256sum; done`
  const lines = await Promise.all([
    on(lab, "dev", "root", script("/home/user/pixelwise/.env")),
    on(lab, "prod", "root", script("/opt/pixelwise/.env")),
  ])
  return lines.map((text) => text.split("\n").filter((line) => line !== ""))
}
