import { execa } from "execa"
import { readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { build } from "../../src/tooling/build.mjs"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labInventoryPath, labRun } from "../../src/lab/lab.js"
import { checkLab } from "../helpers/course-cli.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"

const VARIANT = fileURLToPath(new URL("../fixtures/variant-pixelwise/v0.4", import.meta.url))
const LAB = "test-ways-5"
const MINUTES = 60_000

describe(
  "course check block5",
  () => {
    beforeAll(async () => {
      await build({ quiet: true })
      await labAnew({ name: LAB, state: "v0.4", track: "typescript" })
      await answerAsReference(LAB, "v0.4")
    }, 12 * MINUTES)
    afterAll(() => labDown({ name: LAB }), MINUTES)

    test(
      "a service written differently but to contract passes, on another port and hardened",
      async () => {
        await putVariant(LAB)
        const file = await labInventoryPath(LAB)
        const inventory = parse(await readFile(file, "utf8")) as { settings: Record<string, unknown> }
        await writeFile(
          file,
          stringify({ ...inventory, settings: { ...inventory.settings, devPort: 8080, prodPort: 8080 } }),
        )
        const { report } = await checkLab(LAB, ["block5", "--quick"])
        const bad = notPassed(report).filter(({ optional }) => !optional)
        expect(bad.map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      },
      10 * MINUTES,
    )
  },
  30 * MINUTES,
)

/** Makes the other service the student's: committed and tagged on dev, pushed, pulled and set up on prod. */
async function putVariant(lab: string): Promise<void> {
  const { stdout: archive } = await execa(
    "tar",
    ["-c", "--exclude=node_modules", "--exclude=dist", "-C", VARIANT, "."],
    { encoding: "buffer" },
  )
  const run = async (host: "dev" | "prod", user: string, script: string, input?: Buffer): Promise<void> => {
    const { exitCode, stderr, stdout } = await labRun({
      name: lab,
      host,
      user,
      script: `set -e\n${script}`,
      ...(input ? { input } : {}),
      timeoutMs: 5 * MINUTES,
    })
    if (exitCode !== 0) throw new Error(`${host}: ${stderr}\n${stdout.slice(-2000)}`)
  }
  await run(
    "dev",
    "user",
    `cd ~/pixelwise
git rm -rq --cached . && git ls-files -z | xargs -0r rm -f
find . -mindepth 1 -maxdepth 1 ! -name .git ! -name .env ! -name models ! -name node_modules -exec rm -rf {} +
tar -x
git add -A && git commit -qm 'refactor: write the service differently'
git tag -f -a -m 'The same contract, written differently' v0.4 >/dev/null
git push -q --force origin main refs/tags/v0.4
npm ci --silent --no-audit --no-fund && npm run --silent build`,
    Buffer.from(archive),
  )
  await run(
    "prod",
    "produser",
    "cd /opt/pixelwise && git fetch -q --tags --force origin && git reset -q --hard origin/main && npm ci --silent --no-audit --no-fund && npm run --silent build",
  )
  await run(
    "prod",
    "root",
    `cd ${path.posix.join("/opt", "pixelwise")} && cp deploy/pixelwise.service /etc/systemd/system/ && systemctl daemon-reload && systemctl enable -q pixelwise && systemctl restart pixelwise`,
  )
}
