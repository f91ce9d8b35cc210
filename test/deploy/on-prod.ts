import { PassThrough } from "node:stream"
import { readFile } from "node:fs/promises"
import { z } from "zod"
import { labExec, labRun, type LabRunResult } from "../../src/lab/lab.js"

/** One line of the record of deployments. */
export type DeployLine = Record<"result" | "tag" | "commit" | "previous" | "release", string> & { reason?: string }

/** What a test does on the hosts of one lab, in a student's place. */
export function onLab(name: string) {
  const run = (host: "dev" | "prod", user: string, script: string, input?: string): Promise<LabRunResult> =>
    labRun({ name, host, user, script, timeoutMs: 300_000, ...(input === undefined ? {} : { input }) })
  const must = async (host: "dev" | "prod", user: string, script: string, input?: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await run(host, user, script, input)
    if (exitCode !== 0) throw new Error(`${host}: exit ${exitCode}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`)
    return stdout.trim()
  }
  const prod = (script: string): Promise<string> => must("prod", "produser", script)
  const root = (script: string): Promise<string> => must("prod", "root", script)

  return {
    run,
    prod,
    root,
    /** Changes the service on dev, commits, tags and pushes. @returns the commit */
    publish: (tag: string, change = "true"): Promise<string> =>
      must(
        "dev",
        "user",
        `set -e; cd ~/pixelwise; git reset -q --hard v0.8; ${change}
git add -A; git commit -q --allow-empty -m ${tag}; git tag -f -a -m ${tag} ${tag} >/dev/null
git push -q --force origin HEAD:refs/heads/work refs/tags/${tag}; git rev-parse HEAD`,
      ),
    /** The commit that the service says it was built from, and the process that says so. */
    serving: async (): Promise<{ commit: string; pid: string; head: string }> => {
      const [version = "", pid = "", head = ""] = (
        await prod(
          "curl -sf http://127.0.0.1:8000/version; echo; systemctl show pixelwise -p MainPID --value; git -C /opt/pixelwise rev-parse HEAD",
        )
      ).split("\n")
      return { ...z.object({ commit: z.string() }).parse(JSON.parse(version)), pid, head }
    },
    releases: async (): Promise<string[]> =>
      (await prod("cd /opt/pixelwise-releases; find . -mindepth 1 -maxdepth 1 -type d -printf '%f\\n' | sort")).split(
        "\n",
      ),
    record: async (): Promise<DeployLine[]> =>
      (await prod("cat /var/log/pixelwise/deploy.log")).split("\n").map((line) => {
        const fields: unknown = Object.fromEntries(
          [...line.matchAll(/ (\w+)=("[^"]*"|\S+)/g)].map(([, key, value]) => [key, value]),
        )
        return fields as DeployLine
      }),
    underLoad: (work: () => Promise<unknown>): Promise<Load> => underLoad(name, work),
  }
}

const Counts = z.record(
  z.string(),
  z.object({
    asked: z.number(),
    failed: z.number(),
    slowestMs: z.number(),
    failures: z.record(z.string(), z.number()),
  }),
)
export type Load = z.infer<typeof Counts>

/** Asks the service over four ways, with and without kept connections, through the proxy and directly, while `work` runs. */
async function underLoad(name: string, work: () => Promise<unknown>): Promise<Load> {
  const generator = await readFile(new URL("load.mjs", import.meta.url), "utf8")
  const written = await labRun({ name, host: "prod", script: "cat > /srv/load.mjs", input: generator })
  if (written.exitCode !== 0) throw new Error(written.stderr)
  const stdin = new PassThrough()
  const stdout = new PassThrough()
  let text = ""
  stdout.on("data", (chunk: Buffer) => (text += chunk.toString()))
  const script =
    "export KEY=$(sed -n 's/^SECRET_API_KEY=//p' /opt/pixelwise/.env) CA=/etc/pixelwise/tls/ca.crt; exec node /srv/load.mjs"
  const ended = labExec({ name, host: "prod", argv: ["bash", "-c", script], stdin, stdout })
  try {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await work()
    await new Promise((resolve) => setTimeout(resolve, 500))
  } finally {
    stdin.end()
    await ended
  }
  return Counts.parse(JSON.parse(text))
}
