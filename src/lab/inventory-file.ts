import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import writeFileAtomic from "write-file-atomic"
import { stringify } from "yaml"
import type { LabDriver } from "./driver.js"
import { labPaths } from "./paths.js"
import { runTool } from "./run-tool.js"
import { GRADER_COMMENT, knownHostLines } from "./states/fresh.js"
import {
  GIT_ACCOUNT,
  GIT_HOST,
  GIT_WEB,
  HOSTS,
  HOST_NAMES,
  MODEL_UPSTREAM,
  MODEL_REPO,
  REMOTE_PULL,
  REMOTE_PUSH,
  type HostName,
  type Track,
} from "./spec.js"

/** Makes the grader's own key pair for a lab, where missing. @returns the public key line */
export async function graderKey(lab: string): Promise<string> {
  const { graderKey: path } = labPaths(lab)
  try {
    return await readFile(`${path}.pub`, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
  await runTool("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", GRADER_COMMENT, "-f", path], {
    purpose: "making the grader's key",
  })
  return readFile(`${path}.pub`, "utf8")
}

/** Writes what `--lab` needs to reach the hosts: course.yaml, known_hosts and the sudo passwords. */
export async function writeInventory(lab: string, track: Track, driver: LabDriver): Promise<void> {
  const paths = labPaths(lab)
  const proxyCommand = driver.proxyCommand(lab)
  const known = await Promise.all(HOST_NAMES.map((host) => knownHostLines(paths.host(host).root, host)))
  await writeFileAtomic(paths.knownHosts, `${known.flat().join("\n")}\n`, { mode: 0o600 })
  const student = async (host: HostName) => {
    const { address, account } = HOSTS[host]
    const sudoPasswordFile = paths.sudoPassword(host)
    await writeFile(sudoPasswordFile, `${account?.password ?? ""}\n`, { mode: 0o600 })
    return {
      address,
      port: 22,
      user: account?.user ?? "root",
      identityFile: paths.graderKey,
      proxyCommand,
      sudoPasswordFile,
      knownHostsFile: paths.knownHosts,
    }
  }
  const inventory = {
    track,
    hosts: {
      dev: await student("dev"),
      prod: await student("prod"),
      laptop: { transport: "local", proxyCommand },
    },
    settings: {
      ...(await distributionOf(paths.host("dev").root)),
      remote: REMOTE_PUSH,
      remotePull: REMOTE_PULL,
      modelRepo: MODEL_REPO,
      gitHost: GIT_HOST,
      gitAccount: GIT_ACCOUNT,
      gitWeb: GIT_WEB,
      modelUpstream: MODEL_UPSTREAM,
    },
  }
  await writeFileAtomic(paths.inventory, stringify(inventory), { mode: 0o600 })
}

/** What the image is made of: the system of this machine, whichever that is. */
async function distributionOf(root: string): Promise<{ distribution: string; version: string }> {
  const text = await readFile(join(root, "usr/lib/os-release"), "utf8")
  const value = (name: string): string => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(text)?.[1] ?? ""
  return { distribution: value("ID"), version: value("VERSION_ID") }
}
