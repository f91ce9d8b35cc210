import { randomBytes } from "node:crypto"
import { createServer, type AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { drawDigit } from "../../checks/library/drawing.js"
import { classify, top } from "../../checks/library/oracle.js"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { loadInventory } from "../../src/inventory/load-inventory.js"
import { labDown, labInventoryPath, labRun, labUp } from "../../src/lab/lab.js"
import { Transports } from "../../src/transport/transports.js"
import { build } from "../../src/tooling/build.mjs"
import { checkLab } from "../helpers/course-cli.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"

const MINUTES = 60_000

beforeAll(() => build({ quiet: true }), 5 * MINUTES)

describe.each(["typescript", "python"] as const)("hosts in the state v0.5, %s track", (track) => {
  const LAB = `test-v05-${track}`

  beforeAll(async () => {
    await labDown({ name: LAB })
    await labUp({ name: LAB, state: "v0.5", track })
    await answerAsReference(LAB, "v0.4")
  }, 15 * MINUTES)
  afterAll(() => labDown({ name: LAB }), MINUTES)

  test(
    "pass block 5 as well, whose stub has given way to the database",
    async () => {
      const { report } = await checkLab(LAB, ["block5", "--quick"])
      expect(notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      expect(report.checks.find(({ id }) => id === "b5.results-stub")?.because).toMatch(/has a database/)
    },
    5 * MINUTES,
  )

  test("keep a row of each classification on prod and list it first", async () => {
    const image = drawDigit("7", "row")
    const script = `set -e
cd /opt/pixelwise
key=$(sed -n 's/^SECRET_API_KEY=//p' .env)
printf 'header = "X-API-Key: %s"\\n' "$key" | curl -sf --config - -H 'Content-Type: application/json' --data-binary @/dev/fd/3 http://127.0.0.1:8000/classify 3<<<'${JSON.stringify({ pixels: image })}'
echo
curl -sf http://127.0.0.1:8000/results`
    const { exitCode, stdout, stderr } = await labRun({ name: LAB, host: "prod", user: "produser", script })
    expect([exitCode, stderr]).toEqual([0, ""])
    const [first = "", second = ""] = stdout.trim().split("\n")
    const answer = JSON.parse(first) as { prediction: string; confidence: number }
    const { results } = JSON.parse(second) as { results: (typeof answer & { model_version: string })[] }
    expect(answer.prediction).toBe(top(classify(image)))
    expect(results[0]).toMatchObject({ prediction: answer.prediction, model_version: "v1" })
    expect(results[0]?.confidence).toBeCloseTo(answer.confidence, 6)
  })

  const onTypescript = track === "typescript" ? test : () => undefined
  onTypescript("have a PostgreSQL on which the service's own database tests pass", async () => {
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
        cwd: fileURLToPath(new URL("../../reference-app", import.meta.url)),
        env: { DATABASE_URL_TEST: `postgresql://tester:${password}@127.0.0.1:${forward.port}/postgres`, NO_COLOR: "1" },
        reject: false,
      })
      expect(stdout).toMatch(/Tests +[1-9]\d* passed \| \d+ skipped/)
      expect(exitCode).toBe(0)
    } finally {
      await forward.close()
    }
  })
})

/** A port of this machine that leads to one of dev's own, by way of the transport that checks use. */
async function forwardFromDev(
  inventoryFile: string,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const { hosts } = await loadInventory(inventoryFile)
  if (!hosts.dev) throw new Error("the lab has no dev")
  const connection = await new Transports({ knownHostsFile: "/dev/null" }).connect(hosts.dev)
  const server = createServer((socket) => {
    connection.openTcp("127.0.0.1", port).then(
      (channel) => {
        for (const stream of [socket, channel]) stream.on("error", () => socket.destroy())
        socket.pipe(channel).pipe(socket)
      },
      () => socket.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await connection.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
