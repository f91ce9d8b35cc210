import { randomBytes } from "node:crypto"
import { execa } from "execa"
import { readFile, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { build } from "../../src/tooling/build.mjs"
import { labDown, labInventoryPath, labRestore, labRun, labSnapshot, labUp } from "../../src/lab/lab.js"
import { checkLab, course } from "../helpers/course-cli.js"
import { forwardFromDev } from "../helpers/forward.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"

const VARIANT = fileURLToPath(new URL("../fixtures/variant-pixelwise/v0.4", import.meta.url))
const SERVICE = fileURLToPath(new URL("../../reference-app", import.meta.url))
const MINUTES = 60_000

beforeAll(() => build({ quiet: true }), 5 * MINUTES)

async function boot(name: string): Promise<void> {
  await labDown({ name })
  await labUp({ name, state: "v0.4", track: "typescript" })
  await answerAsReference(name, "v0.4")
}

function expectAllPassed(report: Awaited<ReturnType<typeof checkLab>>["report"], { bonus = true } = {}): void {
  const bad = notPassed(report).filter(({ optional }) => bonus || !optional)
  expect(bad.map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
}

describe(
  "course check block5",
  () => {
    const LAB = "test-check"

    beforeAll(async () => {
      await boot(LAB)
      await labSnapshot({ name: LAB, snapshot: "good" })
    }, 12 * MINUTES)
    afterAll(() => labDown({ name: LAB }), MINUTES)

    test("a second look finds what the first one found: active checks put back what they changed", async () => {
      for (let look = 1; look <= 2; look += 1) {
        const { report } = await checkLab(LAB, ["block5", "--quick"])
        expectAllPassed(report)
      }
      const left = await labRun({
        name: LAB,
        host: "dev",
        script:
          "ss -Hltn 'sport = :8000'; git -C /home/user/pixelwise -c safe.directory='*' status --porcelain; ls /dev/shm | grep -v PostgreSQL; true",
      })
      expect(left.stdout).toBe("")
    })

    test("a service that dies on prod is the one cause that is named", async () => {
      await labRun({ name: LAB, host: "prod", script: "systemctl stop pixelwise" })
      const { stdout } = await course(["check", "5.4", "--passive", `--lab=${LAB}`])
      await labRun({ name: LAB, host: "prod", script: "systemctl start pixelwise" })
      expect(stdout).toMatch(/✗ b5\.active/)
      expect(stdout.match(/✗ b5\./g)).toHaveLength(1)
      expect(stdout).toMatch(/sudo systemctl start pixelwise/)
    })

    test("dev's PostgreSQL is one on which the finished service's own database tests pass", async () => {
      const password = randomBytes(16).toString("hex")
      const created = await labRun({
        name: LAB,
        host: "dev",
        user: "postgres",
        script: "psql -q -v ON_ERROR_STOP=1",
        input: `CREATE ROLE tester LOGIN CREATEDB PASSWORD '${password}';`,
      })
      expect(created).toMatchObject({ exitCode: 0 })
      const forward = await forwardFromDev(await labInventoryPath(LAB), 5432)
      try {
        const args = ["vitest", "run", "test/storage/contract.test.ts", "-t", "PostgreSQL"]
        const { exitCode, stdout } = await execa("npx", args, {
          cwd: SERVICE,
          env: {
            DATABASE_URL_TEST: `postgresql://tester:${password}@127.0.0.1:${forward.port}/postgres`,
            NO_COLOR: "1",
          },
          reject: false,
        })
        expect(stdout).toMatch(/Tests +[1-9]\d* passed \| \d+ skipped/)
        expect(exitCode).toBe(0)
      } finally {
        await forward.close()
      }
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
