import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CourseError } from "../../errors/course-error.js"
import type { LabDriver } from "../driver.js"
import { runOn } from "../exec.js"
import type { BuildOptions } from "../image/atomic-build.js"
import { labPaths } from "../paths.js"
import { runTool } from "../run-tool.js"
import { HOSTS, MODEL_REPO, REMOTE_PULL, REMOTE_PUSH, type HostName, type ServiceState, type Track } from "../spec.js"
import { knownHostLines } from "./fresh.js"
import { gitEnvironment, type Reference } from "./reference.js"
import * as scripts from "./scripts.js"

export interface ProvisionOptions extends BuildOptions {
  driver: LabDriver
  name: string
  state: ServiceState
  track: Track
  reference: Reference
}

const STEP_MS = 5 * 60_000

/** Brings running fresh hosts to the end of a block, the way a student does it with catch-up; ends when the service is healthy. */
export async function provision({
  reference,
  state,
  track,
  onProgress,
  signal,
  ...lab
}: ProvisionOptions): Promise<void> {
  const on = hands(lab, state, signal)
  const [dev, prod] = [on("dev", "user"), on("prod", "produser")]
  const root = { dev: on("dev", "root"), prod: on("prod", "root"), hub: on("hub", "root") }
  const values = environment({
    ...{ MODEL_REPO, REMOTE_PULL, REMOTE_PUSH, TAG: state },
    MODEL_PATH: `models/digit_classifier_v1.${track === "python" ? "pkl" : "onnx"}`,
    WITH_DATABASE: state === "v0.4" ? "no" : "yes",
    KNOWN_HOSTS: (await knownHosts(lab.name)).join("\n"),
  })

  onProgress(`Bringing the hosts to ${state}: keys and repositories`)
  await root.hub("publishing the model", scripts.HUB_MODEL, await bundle(reference.model, ["--all"], signal))
  const [prodKey = "", hubKey = ""] = (await dev("making keys", scripts.DEV_KEYS, values)).trim().split("\n")
  await prod("authorising dev's key", scripts.PROD_KEY, `${prodKey}\n`)
  await root.hub("authorising dev's key", scripts.HUB_KEY, `${hubKey}\n`)
  await root.prod("closing the password login", scripts.PROD_ROOT, "")
  await dev(
    "receiving the history",
    scripts.DEV_BUNDLE,
    await bundle(reference.pixelwise, await tagsUpTo(reference, state), signal),
  )
  await dev("pushing to the hub", scripts.DEV_REPOSITORY, values)

  onProgress(`Bringing the hosts to ${state}: setup-server.sh on dev and prod`)
  await root.dev("preparing sudo", scripts.SUDO_OPEN, "")
  await root.prod("preparing sudo", scripts.SUDO_OPEN, "")
  const setups = await Promise.allSettled([
    dev("setup-server.sh", scripts.DEV_SETUP, values),
    prod("setup-server.sh", scripts.PROD_SETUP, values),
  ])
  for (const setup of setups) if (setup.status === "rejected") throw setup.reason
  await root.dev("closing sudo", scripts.SUDO_CLOSE, "")
  await root.prod("closing sudo", scripts.SUDO_CLOSE, "")
  await root.prod("stopping and starting the service", scripts.PROD_DRILL, "")
}

/**
 * Takes hosts that stand at v0.5 to the finished service, deployed on prod the way it deploys itself; ends when it serves.
 */
export async function advance({ reference, state, onProgress, signal, ...lab }: ProvisionOptions): Promise<void> {
  const on = hands(lab, state, signal)
  const [dev, prod] = [on("dev", "user"), on("prod", "produser")]
  const root = { dev: on("dev", "root"), prod: on("prod", "root") }
  const values = environment({ TAG: state })
  onProgress(`Bringing the hosts to ${state}: history, setup on dev`)
  await dev(
    "receiving the history",
    scripts.DEV_BUNDLE,
    await bundle(reference.pixelwise, await tagsUpTo(reference, state), signal),
  )
  for (const host of ["dev", "prod"] as const) await root[host]("preparing sudo", scripts.SUDO_OPEN, "")
  await dev("setup-server.sh", scripts.DEV_ADVANCE, values)
  onProgress(`Bringing the hosts to ${state}: deployment on prod`)
  await prod("deploying", scripts.PROD_RELEASE, values)
  for (const host of ["dev", "prod"] as const) await root[host]("closing sudo", scripts.SUDO_CLOSE, "")
}

/** Runs scripts on hosts, each under the name that its failure is told by. */
function hands(lab: { driver: LabDriver; name: string }, state: ServiceState, signal: AbortSignal | undefined) {
  return (host: HostName, user: string) => async (what: string, script: string, input: string | Buffer) => {
    const result = await runOn(lab.driver, { name: lab.name, host, user, script, input, timeoutMs: STEP_MS, signal })
    if (result.exitCode === 0) return result.stdout
    const tail = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-15).join("\n")
    const how = result.exitCode === 124 ? "took too long" : `exited with status ${result.exitCode}`
    throw new CourseError("COURSE_LAB_FAILED", `Bringing ${host} to ${state}: ${what} ${how}.\n${tail}`, {
      hint: "Try a fresh lab: course lab up --state fresh. If that works, the reference service is at fault.",
    })
  }
}

function environment(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${Buffer.from(value).toString("base64")}\n`)
    .join("")
}

async function knownHosts(lab: string): Promise<string[]> {
  const hosts: HostName[] = ["prod", "hub"]
  const lines = await Promise.all(hosts.map((host) => knownHostLines(labPaths(lab).host(host).root, host)))
  return lines.flat()
}

/** Tags of the service's repository up to a state's own: a student has not published what comes later. */
async function tagsUpTo({ pixelwise }: Reference, state: ServiceState): Promise<string[]> {
  const list = await runTool("git", ["-C", pixelwise, "tag", "--merged", state], {
    purpose: `reading the tags of ${HOSTS.hub.name}'s repository`,
    env: gitEnvironment,
  })
  return list.split("\n").flatMap((tag) => (tag === "" ? [] : [`refs/tags/${tag}`]))
}

async function bundle(repository: string, refs: readonly string[], signal: AbortSignal | undefined): Promise<Buffer> {
  const scratch = await mkdtemp(join(tmpdir(), "course-bundle-"))
  try {
    const file = join(scratch, "bundle")
    await runTool("git", ["-C", repository, "bundle", "create", "--quiet", file, ...refs], {
      purpose: `packing ${repository}`,
      env: gitEnvironment,
      signal,
    })
    return await readFile(file)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
