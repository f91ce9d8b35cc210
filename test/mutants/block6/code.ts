import { as, type Mutant } from "../mutant.js"
import { DEV, inCode, mutant } from "./helpers.js"

const STORE = "src/db.ts"
const CLASSIFY = "src/routes/classify.ts"
const RESULTS = "src/routes/results.ts"
const INSERT = "INSERT INTO predictions (prediction, confidence, model_version, client_ip) VALUES ($1, $2, $3, $4)"

const EMPTY_TABLE = `import pg from "pg"
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query("DELETE FROM predictions")
await client.end()
`

export const codeMutants: Mutant[] = [
  inCode("row-not-stored", "b6.row-per-classify", /leaves no row/, {
    [STORE]: [[INSERT, "SELECT $1::text, $2::float8, $3::text, $4::text"]],
  }),
  inCode(
    "row-stored-twice",
    "b6.row-per-classify",
    /leaves 2 rows/,
    { [STORE]: [[INSERT, `${INSERT}, ($1, $2, $3, $4)`]] },
    { also: ["b6.no-row-on-reject"] },
  ),
  inCode("confidence-rounded", "b6.row-matches", /another confidence than the answer/, {
    [STORE]: [
      [
        "        confidence,\n        modelVersion,",
        "        Math.round(confidence * 100) / 100,\n        modelVersion,",
      ],
    ],
  }),
  inCode("local-time-as-utc", "b6.row-matches", /created_at of a fresh row on dev is off by 3[56]\d\d s/, {
    [STORE]: [
      [INSERT, INSERT.replace("client_ip)", "client_ip, created_at)").replace("$4)", "$4, now() + interval '1 hour')")],
    ],
  }),
  inCode("release-as-version", "b6.row-matches", /says model_version "v1\.0"/, {
    [CLASSIFY]: [["modelVersion: options.modelVersion,", "modelVersion: `${options.modelVersion}.0`,"]],
  }),
  inCode("row-for-a-wrong-key", "b6.no-row-on-reject", /A wrong key left 1 row/, {
    [CLASSIFY]: [
      [
        "preHandler: [",
        `onResponse: async (_request, reply) => {
        if (reply.statusCode === 401) await options.store.add({ prediction: "1", confidence: 0.5, modelVersion: "v1" })
      },
      preHandler: [`,
      ],
    ],
  }),
  inCode("id-in-the-answer", "b6.contract-kept", /other fields than before/, {
    "src/messages.ts": [["ClassificationMessage = z\n  .object(", "ClassificationMessage = z\n  .looseObject("]],
    [CLASSIFY]: [["return result\n", "return { ...result, id: 1 }\n"]],
  }),
  inCode("note-of-the-stub", "b6.results-shape", /still has the note of the stub/, {
    [RESULTS]: [
      ["const Results = z\n  .object(", "const Results = z\n  .looseObject("],
      ["return { results }", 'return { results, note: "nothing is stored yet" }'],
    ],
  }),
  inCode("time-as-a-number", "b6.results-shape", /has not created_at as a time/, {
    [RESULTS]: [
      ["z.iso.datetime()", "z.number()"],
      ["createdAt.toISOString()", "createdAt.getTime()"],
    ],
  }),
  inCode("oldest-first", "b6.results-order", /lists the oldest row first/, {
    [STORE]: [["ORDER BY created_at DESC, id DESC", "ORDER BY created_at, id"]],
  }),
  inCode("ten-results", "b6.results-limit", /lists 10 rows of \d+ instead of 20/, {
    [RESULTS]: [["const RESULTS_LIMIT = 20", "const RESULTS_LIMIT = 10"]],
  }),
  inCode("sql-from-strings", "b6.injection-safe", /SQL that came with a request was run/, {
    [STORE]: [
      [`"${INSERT}"`, `"${INSERT.replace("$4)", `'" + String(clientIp) + "')"`)}`],
      ["        clientIp,\n      ])", "      ])"],
    ],
    [CLASSIFY]: [["clientIp: request.ip", 'clientIp: request.headers["user-agent"]']],
  }),
  inCode("history-elsewhere", "b6.results-dev", /GET \/results on dev was answered 404/, {
    [RESULTS]: [['"/results"', '"/history"']],
  }),
  inCode(
    "failure-swallowed",
    "b6.db-down",
    /is answered 200/,
    { [STORE]: [["throw new StoreError(cause)", "return cause === undefined ? [] : []"]] },
    { named: ["b6.db-down"] },
  ),
  mutant({
    name: "migration-fails-again",
    check: "b6.init-twice",
    message: /Creating the schema once more fails/,
    host: "dev",
    break: as("user", `cd ${DEV}\nsed -i -E 's/("migrate": ")[^"]*/\\1false/' package.json`),
    repair: as("user", `cd ${DEV}\ngit checkout -q -- package.json`),
    named: ["b6.init-twice"],
  }),
  mutant({
    name: "migration-empties-the-table",
    check: "b6.init-twice",
    message: /once more loses rows/,
    host: "dev",
    break: as(
      "user",
      `cd ${DEV}\ncat >scripts/empty.mjs <<'MODULE'\n${EMPTY_TABLE}MODULE\nsed -i -E 's#("migrate": ")[^"]*#\\1node --env-file=.env scripts/empty.mjs#' package.json`,
    ),
    repair: as("user", `cd ${DEV}\nrm scripts/empty.mjs\ngit checkout -q -- package.json`),
    named: ["b6.init-twice"],
  }),
]
