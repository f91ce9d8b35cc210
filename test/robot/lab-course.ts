import { readFile } from "node:fs/promises"
import writeFileAtomic from "write-file-atomic"
import { parse, stringify } from "yaml"
import { z } from "zod"
import { answerAsReference } from "../../src/cli/reference-student.js"
import type { Track } from "../../src/engine/context.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { GIT_ACCOUNT, GIT_HOST, GIT_WEB, labState } from "../../src/lab/spec.js"

const Inventory = z.looseObject({ settings: z.looseObject({}) })

/** Boots the hosts that a course of chapters begins with, as somebody has them who did all before. */
export async function bootForCourse(lab: string, track: Track, from: string): Promise<void> {
  const state = labState.parse(from)
  const { inventory } = await labAnew({ name: lab, state, track })
  if (state !== "fresh") await answerAsReference(lab, state)
  if (state === "fresh" || state === "B1-complete") await nameOwnRepository(inventory)
}

/** The hub knows a repository with and without its account. The notes say it with the account, as Git hosts have it. */
async function nameOwnRepository(file: string): Promise<void> {
  const inventory = Inventory.parse(parse(await readFile(file, "utf8")))
  const repository = `${GIT_ACCOUNT}/pixelwise.git`
  const own = { remote: `git@${GIT_HOST}:${repository}`, remotePull: `${GIT_WEB}/${repository}` }
  const settings = { ...inventory.settings, ...own }
  await writeFileAtomic(file, stringify({ ...inventory, settings }), { mode: 0o600 })
}
