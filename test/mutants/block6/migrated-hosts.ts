import { labRun } from "../../../src/lab/lab.js"
import { as, replaceIn, word } from "../mutant.js"
import { DEV, PROD, psql } from "./helpers.js"

const PROBE = `#!/usr/bin/env bash
# Posts three blank drawings to the service on this machine.
set -eu
cd "$(dirname "$0")/.."
row="[$(printf '0,%.0s' {1..27})0]"
rows=$row
for _ in {1..27}; do rows=$rows,$row; done
for _ in 1 2 3; do
  sed -n 's/^SECRET_API_KEY=\\(.*\\)/header = "X-API-Key: \\1"/p' .env |
    curl -sf --config - -H 'Content-Type: application/json' -d "{\\"pixels\\": [$rows]}" http://127.0.0.1:8000/classify
done
`

/** The optional part of the block, done: a probe script, the column client_ip by a migration, old rows without it and a new one with it. */
export async function migrateHosts(lab: string): Promise<void> {
  const run = async (host: "dev" | "prod", script: string, input?: string): Promise<string> => {
    const result = await labRun({
      name: lab,
      host,
      script,
      timeoutMs: 180_000,
      ...(input === undefined ? {} : { input }),
    })
    if (result.exitCode !== 0) throw new Error(`${host} could not be prepared: ${result.stderr || result.stdout}`)
    return result.stdout
  }
  await run("dev", as("user", develop))
  await run(
    "prod",
    psql(
      "INSERT INTO predictions (prediction, confidence, model_version) SELECT '1', 0.9, 'v1' FROM generate_series(1, 3)",
    ),
  )
  await run(
    "prod",
    as(
      "produser",
      `cd ${PROD}\ngit pull -q --ff-only origin main\nnpm run --silent build\nnpm run --silent migrate >/dev/null`,
    ),
  )
  await run(
    "prod",
    "systemctl restart pixelwise && curl -s -o /dev/null --retry 40 --retry-connrefused --retry-delay 1 http://127.0.0.1:8000/health",
  )
  const key = await run("prod", `sed -n 's/^SECRET_API_KEY=//p' ${PROD}/.env`)
  await run("dev", send, `header = "X-API-Key: ${key.trim()}"\n`)
}

const develop = [
  `cd ${DEV}`,
  "mkdir -p migrations/down",
  "echo 'ALTER TABLE predictions ADD COLUMN client_ip text;' >migrations/0002_client_ip.sql",
  "echo 'ALTER TABLE predictions DROP COLUMN client_ip;' >migrations/down/0002_client_ip.sql",
  `printf '%s' ${word(PROBE)} >scripts/probe.sh`,
  replaceIn(
    "src/db.ts",
    ["readonly modelVersion: string\n}", "readonly modelVersion: string\n  readonly clientIp?: string | undefined\n}"],
    [
      "async add({ prediction, confidence, modelVersion })",
      "async add({ prediction, confidence, modelVersion, clientIp })",
    ],
    ["model_version) VALUES ($1, $2, $3)", "model_version, client_ip) VALUES ($1, $2, $3, $4)"],
    ["        modelVersion,\n      ])", "        modelVersion,\n        clientIp,\n      ])"],
  ),
  replaceIn("src/routes/classify.ts", [
    "modelVersion: options.modelVersion,\n      })",
    "modelVersion: options.modelVersion,\n        clientIp: request.ip,\n      })",
  ]),
  "git add -A",
  "git commit -q -m 'feat: keep the address of the caller'",
  "git push -q origin main",
  "npm run --silent build",
  "npm run --silent migrate >/dev/null",
].join("\n")

/** One drawing from dev to prod, with prod's key on standard input. */
const send = `row="[$(printf '0,%.0s' {1..27})0]"; rows=$row; for _ in {1..27}; do rows=$rows,$row; done
curl -sf --retry 10 --retry-connrefused --retry-delay 1 -o /dev/null --config - -H 'Content-Type: application/json' -d "{\\"pixels\\": [$rows]}" http://192.168.56.11:8000/classify`
