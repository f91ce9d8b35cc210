import { execa } from "execa"
import { readFile, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { placedChecks } from "../../src/engine/catalog.js"
import { build } from "../../src/tooling/build.mjs"
import { labDown, labInventoryPath, labRestore, labRun, labSnapshot, labUp } from "../../src/lab/lab.js"
import { checkLab, course } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import block5 from "../mutants/block5/index.js"
import { describe as describeCheck, notPassed, tryMutant, type Scope } from "../mutants/harness.js"

const VARIANT = fileURLToPath(new URL("../fixtures/variant-pixelwise/v0.4", import.meta.url))
const RECORD = process.env.COURSE_RECORD_FIXTURES === "1"
const MINUTES = 60_000

/** A few of all the mutants, one of each kind; `npm run mutants` tries every one. */
const SAMPLE = [
  "threshold-includes-128",
  "empty-key-accepted",
  "restart-off",
  "started-by-hand-as-root",
  "port-firewalled",
  "tag-lightweight",
]

beforeAll(() => build({ quiet: true }), 5 * MINUTES)

async function boot(name: string, track: "typescript" | "python"): Promise<void> {
  await labDown({ name })
  await labUp({ name, state: "v0.4", track })
  await answerAsReference(name, "v0.4")
}

function expectAllPassed(report: Awaited<ReturnType<typeof checkLab>>["report"], { bonus = true } = {}): void {
  const bad = notPassed(report).filter(({ optional }) => bonus || !optional)
  expect(bad.map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
}

describe(
  "course check block5 on the TypeScript track",
  () => {
    const LAB = "test-check"
    let scope: Scope

    beforeAll(async () => {
      await boot(LAB, "typescript")
      await labSnapshot({ name: LAB, snapshot: "good" })
      const checks = placedChecks(await loadCatalog({ words: ["block5"] }), "typescript").map(({ check }) => check)
      const ids = (role: string): string[] =>
        checks.filter(({ host, question }) => host === role && !question).map(({ id }) => id)
      scope = {
        dev: ids("dev").filter((id) => id !== "b5.cross-machine"),
        prod: [...ids("prod"), "b5.cross-machine", "b5.laptop-reach"],
      }
    }, 12 * MINUTES)
    afterAll(() => labDown({ name: LAB }), MINUTES)

    test("the reference service passes everything, the slow and the active checks too", async () => {
      const { exitCode, report } = await checkLab(LAB, ["block5"])
      expectAllPassed(report)
      expect(exitCode).toBe(0)
      expect(report.score.percent).toBe(100)
      expect(report.checks.find(({ id }) => id === "b5.rate-recovers")?.status).toBe("pass")
    })

    test("a second look finds the same: active checks put back what they changed", async () => {
      const { report } = await checkLab(LAB, ["block5", "--quick"])
      expectAllPassed(report)
      const left = await labRun({
        name: LAB,
        host: "dev",
        script:
          "ss -Hltn 'sport = :8000'; git -C /home/user/pixelwise -c safe.directory='*' status --porcelain; ls /dev/shm | grep -v PostgreSQL; true",
      })
      expect(left.stdout).toBe("")
    })

    test.each(SAMPLE)("the mutant %s is noticed by its check alone, and mended", async (name) => {
      const mutant = block5.mutants.find((each) => each.name === name)
      if (!mutant) throw new Error(`there is no mutant ${name}`)
      expect((await tryMutant(LAB, mutant, scope)).faults).toEqual([])
    })

    test.each(block5.answerMutants)(
      "the answer $name is told to be wrong",
      async ({ name, check, message, fields }) => {
        const set = Object.entries(fields).flatMap(([field, value]) => ["--set", `${field}=${value}`])
        const answered = await course(["answer", check, ...set, `--lab=${LAB}`])
        expect(answered.stderr + answered.stdout).not.toMatch(/COURSE_/)
        const { exitCode, report, recording } = await checkLab(LAB, [check])
        expect(exitCode).toBe(1)
        const [result] = report.checks
        expect(result).toMatchObject({ status: "fail", message: expect.stringMatching(message) as string })
        if (RECORD && result) await writeFixture(recording, result, `fail.${name}`)
      },
    )

    test("a service that dies on prod is the one cause that is named", async () => {
      await labRun({ name: LAB, host: "prod", script: "systemctl stop pixelwise" })
      const { stdout } = await course(["check", "5.4", "--passive", `--lab=${LAB}`])
      await labRun({ name: LAB, host: "prod", script: "systemctl start pixelwise" })
      expect(stdout).toMatch(/✗ b5\.active/)
      expect(stdout.match(/✗ b5\./g)).toHaveLength(1)
      expect(stdout).toMatch(/sudo systemctl start pixelwise/)
    })

    test(
      "a rollout that does not become healthy is rolled back",
      async () => {
        const broken = `set -e; cd /home/user/pixelwise; sed -i 's/const config = readConfig()/throw new Error("broken")/' src/main.ts; git commit -qam 'feat: break it'; git push -q origin HEAD:refs/heads/broken; git reset -q --hard HEAD~1`
        expect(await labRun({ name: LAB, host: "dev", user: "user", script: broken })).toMatchObject({ exitCode: 0 })
        const deployed = await course(["deploy", "broken", "--quiet", `--lab=${LAB}`])
        expect(deployed.exitCode).toBe(1)
        expect(deployed.stderr).toMatch(/broken does not run on prod/)
        expect(deployed.stderr).toMatch(/runs [0-9a-f]{10} again, as before/)
        const { report } = await checkLab(LAB, ["5.4.4", "5.4.6", "--passive"])
        expectAllPassed(report)
        expect((await course(["deploy", "v0.4", "--quiet", `--lab=${LAB}`])).exitCode).toBe(0)
      },
      10 * MINUTES,
    )

    test(
      "a service written differently but to contract passes, on another port and hardened",
      async () => {
        await labRestore({ name: LAB, snapshot: "good" })
        await rm(path.join(path.dirname(await labInventoryPath(LAB)), ".course", "answers.json"))
        await answerAsReference(LAB, "v0.4")
        await putVariant(LAB)
        const file = await labInventoryPath(LAB)
        const inventory = parse(await readFile(file, "utf8")) as { settings: Record<string, unknown> }
        await writeFile(
          file,
          stringify({ ...inventory, settings: { ...inventory.settings, devPort: 8080, prodPort: 8080 } }),
        )
        const { report } = await checkLab(LAB, ["block5", "--quick"])
        expectAllPassed(report, { bonus: false })
      },
      10 * MINUTES,
    )
  },
  30 * MINUTES,
)

describe(
  "course check block5 on the Python track",
  () => {
    const LAB = "test-check-python"

    beforeAll(() => boot(LAB, "python"), 15 * MINUTES)
    afterAll(() => labDown({ name: LAB }), MINUTES)

    test("the reference service passes everything", async () => {
      const { exitCode, report, recording } = await checkLab(LAB, ["block5", "--quick"])
      expectAllPassed(report)
      expect(exitCode).toBe(0)
      if (RECORD)
        for (const check of report.checks.filter(({ status }) => status === "pass"))
          await writeFixture(recording, check, "pass.python")
    })
  },
  20 * MINUTES,
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
