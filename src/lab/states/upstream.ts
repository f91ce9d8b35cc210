import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { isolatedGit } from "../../reference/read-git.js"
import { cached, type BuildOptions } from "../image/atomic-build.js"
import { hashOf } from "../image/hash.js"
import { runTool } from "../run-tool.js"
import { REFERENCE_ACCOUNT, type Track } from "../spec.js"
import { referenceRepositories } from "./reference.js"

/** Raised when the layout changes. */
const RECIPE = 1

/**
 * A layer of the hub with the course's own repositories, which students read and cannot write: the model's releases and the reference
 * service with all its tags. It lies below every state, so that a student finds them whatever the state.
 */
export async function upstreamLayer(track: Track, options: BuildOptions): Promise<string> {
  const { pixelwise, model, serviceTags, modelTags } = await referenceRepositories(track, options)
  const folder = await cached({
    ...options,
    kind: `upstream-${track}`,
    key: hashOf("upstream", RECIPE, serviceTags, modelTags, REFERENCE_ACCOUNT),
    announcement: "Publishing the course's repositories on the hub",
    build: async (into) => {
      const git = join(into, "root/srv/git")
      await mkdir(join(git, REFERENCE_ACCOUNT), { recursive: true })
      await mkdir(join(git, "accounts", REFERENCE_ACCOUNT), { recursive: true })
      const clone = async (from: string, to: string) => {
        const tool = { purpose: `publishing ${to} on the hub`, env: isolatedGit, signal: options.signal }
        await runTool("git", ["clone", "--quiet", "--bare", "--no-hardlinks", from, join(git, to)], tool)
        await runTool("git", ["-C", join(git, to), "remote", "remove", "origin"], tool)
      }
      await clone(pixelwise, `${REFERENCE_ACCOUNT}/pixelwise.git`)
      await clone(model, `${REFERENCE_ACCOUNT}/pixelwise-model.git`)
      await clone(model, "pixelwise-model.git")
    },
  })
  return join(folder, "root")
}
