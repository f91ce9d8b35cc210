import { labRun } from "../../../src/lab/lab.js"
import type { Campaign } from "../campaign.js"
import { as } from "../mutant.js"
import { answerMutants } from "./answers.js"
import { devHistoryMutants } from "./dev-history.js"
import { devMachineMutants } from "./dev-machine.js"
import { laptopMutants, plantMachines, removeMachines } from "./laptop.js"
import { remoteMutants } from "./remote.js"

export default {
  block: 2,
  state: "v0.5",
  mutants: [...devMachineMutants, ...devHistoryMutants, ...remoteMutants, ...laptopMutants],
  answerMutants,
  across: ["b2.catchup", "b2.prod-key-intact"],
  prepare: async (lab) => {
    await plantMachines()
    await plantPullRequest(lab)
  },
  finish: removeMachines,
} satisfies Campaign

/** A merged pull request as Git hosts keep it: its head stays a ref of the repository. */
export async function plantPullRequest(lab: string): Promise<void> {
  const { exitCode, stderr } = await labRun({
    name: lab,
    host: "hub",
    script: as(
      "git",
      `cd /srv/git/pixelwise.git\ngit update-ref refs/pull/1/head "$(git rev-list --merges main | tail -n 1)^2"`,
    ),
  })
  if (exitCode !== 0) throw new Error(`the pull request could not be planted: ${stderr}`)
}
