import { readFile, writeFile } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labInventoryPath, labRun, type HostName } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { checkLab, useLaptopHome } from "../helpers/course-cli.js"
import { plantPullRequest } from "../mutants/block2/index.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"
import { WAYS, type Way } from "./valid-ways/block2.js"

const LAB = "test-ways-2"
const MINUTES = 60_000

async function on(host: HostName, user: string, script: string): Promise<void> {
  const { exitCode, stdout, stderr } = await labRun({
    name: LAB,
    host,
    user,
    script: `set -e\n${script}`,
    timeoutMs: MINUTES,
  })
  if (exitCode !== 0) throw new Error(`${user}@${host}: ${stderr || stdout}`)
}

async function run(steps: Way["apply"]): Promise<void> {
  for (const [host, user, script] of steps) await on(host, user, script)
}

/** Other settings of the course for a while; gives the way back. */
async function withSettings(settings: Record<string, unknown>): Promise<() => Promise<void>> {
  const file = await labInventoryPath(LAB)
  const before = await readFile(file, "utf8")
  const inventory = parse(before) as { settings: Record<string, unknown> }
  await writeFile(file, stringify({ ...inventory, settings: { ...inventory.settings, ...settings } }), { mode: 0o600 })
  return () => writeFile(file, before, { mode: 0o600 })
}

describe(
  "course check block2",
  () => {
    beforeAll(async () => {
      await build({ quiet: true })
      await labAnew({ name: LAB, state: "v0.5", track: "typescript" })
      await plantPullRequest(LAB)
      await answerAsReference(LAB, "v0.5")
    }, 15 * MINUTES)
    afterAll(async () => {
      useLaptopHome(undefined)
      await labDown({ name: LAB })
    }, MINUTES)

    test("the reference passes, snapshots are skipped with a reason where no hypervisor is", async () => {
      const { exitCode, report } = await checkLab(LAB, ["block2"])
      expect(notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      expect(report.checks.find(({ id }) => id === "b2.snapshots")).toMatchObject({
        status: "skip",
        because: expect.stringMatching(/no VBoxManage/) as string,
      })
      expect(exitCode).toBe(0)
      expect(report.score.percent).toBe(100)
    })

    test.each(WAYS.map((way) => [way.name, way] as const))("%s is as good", async (_name, way) => {
      const back = await withSettings(way.settings ?? {})
      try {
        await run(way.apply)
        const { report } = await checkLab(LAB, ["block2"])
        const bad = notPassed(report).filter(({ id }) => !way.without?.includes(id))
        expect(bad.map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      } finally {
        await run(way.undo)
        await back()
      }
    })

    test("what a repository's settings would have Git run is not run, and nothing of the history changes", async () => {
      const files = "cd ~/pixelwise && find .git ~/.ssh ~/.gitconfig -type f -newer ~/began | grep -v '/index$' || true"
      await on(
        "dev",
        "user",
        `cd ~/pixelwise
printf '#!/bin/sh\\ntouch /home/user/ran\\n' >~/evil && chmod +x ~/evil
cp .git/config ~/config.off
git config core.fsmonitor ~/evil
git config core.hooksPath ~/hooks
mkdir -p ~/hooks && for hook in post-index-change post-checkout reference-transaction; do cp ~/evil ~/hooks/$hook; done
git config core.pager ~/evil
git config diff.external ~/evil
git config diff.evil.textconv ~/evil
git config credential.helper ~/evil
git config core.askPass ~/evil
git config alias.status '!touch /home/user/ran'
echo '* diff=evil' >.git/info/attributes
rm -f ~/ran && sleep 1 && touch ~/began`,
      )
      try {
        const { report } = await checkLab(LAB, ["block2"])
        expect(notPassed(report).map(describeCheck)).toEqual([])
        const { stdout: ran } = await labRun({
          name: LAB,
          host: "dev",
          script: "ls /home/user/ran 2>/dev/null || true",
        })
        expect(ran).toBe("")
        const { stdout: changed } = await labRun({ name: LAB, host: "dev", user: "user", script: files })
        expect(changed).toBe("")
      } finally {
        await on(
          "dev",
          "user",
          "cd ~/pixelwise && mv ~/config.off .git/config && rm -rf .git/info/attributes ~/evil ~/hooks ~/ran ~/began",
        )
      }
    })
  },
  60 * MINUTES,
)
