import { labRun } from "../../../src/lab/lab.js"
import type { StartingState } from "./starting-states.js"

type LabHost = "dev" | "prod" | "hub"

/** Runs a script on a host of a lab; an exit status other than 0 is an error that shows what was said. */
export async function on(lab: string, host: LabHost, user: string, script: string, input?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await labRun({
    ...{ name: lab, host, user, script, timeoutMs: 120_000 },
    ...(input === undefined ? {} : { input }),
  })
  if (exitCode !== 0)
    throw new Error(`${host}: exit ${exitCode}\n${script}\n${stdout.slice(-1500)}\n${stderr.slice(-1500)}`)
  return stdout.trim()
}

/** Brings a lab at v0.5 into a starting state. */
export async function prepare(lab: string, { dev, prod, root }: StartingState): Promise<void> {
  if (dev !== undefined) await on(lab, "dev", "user", `set -e\n${dev}`)
  if (prod !== undefined) await on(lab, "prod", "produser", `set -e\n${prod}`)
  for (const host of ["dev", "prod", "hub"] as const)
    if (root?.[host] !== undefined) await on(lab, host, "root", root[host])
}

/** Registers dev's key at the Git host, as a person does on its page. */
export async function registerKey(lab: string): Promise<void> {
  const key = await on(lab, "dev", "user", "cat ~/.ssh/id_ed25519_github.pub")
  await on(lab, "hub", "root", "cat >> /srv/git/.ssh/authorized_keys", `${key}\n`)
}

/** What has to hold after a catch-up, as facts that a test compares. */
export async function standing(lab: string, tag: string) {
  const git = "GIT_OPTIONAL_LOCKS=0 git -c safe.directory='*'"
  const reference = await on(
    lab,
    "hub",
    "root",
    `cd /srv/git/course/pixelwise.git; for t in $(git tag); do echo "$t $(git rev-parse "refs/tags/$t")"; done; echo "main $(git rev-parse "${tag}^{commit}")"`,
  )
  const objects = new Map(reference.split("\n").map((line) => line.split(" ") as [string, string]))
  const [dev, prod, hub] = await Promise.all([
    on(
      lab,
      "dev",
      "user",
      `cd ~/pixelwise; ${git} rev-parse HEAD; ${git} symbolic-ref HEAD; ${git} status --porcelain | wc -l; ${git} config remote.origin.url; ls -A .git | grep -cE 'MERGE_HEAD|rebase' || true; find . -xdev ! -user user | wc -l; stat -c %a .env 2>/dev/null || echo none`,
    ),
    on(
      lab,
      "prod",
      "produser",
      `cd /opt/pixelwise; ${git} symbolic-ref HEAD; ${git} status --porcelain | wc -l; ${git} config remote.origin.url; find . -xdev ! -user produser | wc -l; ${git} merge-base --is-ancestor HEAD origin/main && echo contained`,
    ),
    on(
      lab,
      "hub",
      "root",
      `cd /srv/git/pixelwise.git; git rev-parse refs/heads/main; for t in $(git tag -l 'v0.*'); do echo "$t $(git rev-parse "refs/tags/$t")"; done`,
    ),
  ])
  return { objects, dev: dev.split("\n"), prod: prod.split("\n"), hub: hub.split("\n") }
}
