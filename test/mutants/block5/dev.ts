import { as, replaceIn, type Mutant } from "../mutant.js"

const REPO = "/home/user/pixelwise"

/** A fault in the code of the service on dev, which the checks start from its sources. */
function inCode(
  name: string,
  check: string,
  message: RegExp,
  edits: Record<string, readonly (readonly [string, string])[]>,
  more: Partial<Mutant> = {},
): Mutant {
  const script = Object.entries(edits).map(([file, pairs]) => replaceIn(file, ...pairs))
  return {
    name,
    check,
    message,
    host: "dev",
    break: as("user", [`cd ${REPO}`, ...script].join("\n")),
    repair: as("user", `cd ${REPO}\ngit checkout -q -- .`),
    ...more,
  }
}

/** A fault in what is committed on dev. */
function committed(name: string, check: string, message: RegExp, change: string, more: Partial<Mutant> = {}): Mutant {
  return {
    name,
    check,
    message,
    host: "dev",
    break: as("user", `cd ${REPO}\n${change}\ngit commit -q -am 'test: break something'`),
    repair: as("user", `cd ${REPO}\ngit reset -q --hard HEAD~1`),
    ...more,
  }
}

/** Committed and pushed: prod then lags behind the remote. */
function pushed(name: string, check: string, message: RegExp, change: string, more: Partial<Mutant> = {}): Mutant {
  const mutant = committed(name, check, message, change, { also: ["b5.prod-head"], shared: true, ...more })
  return {
    ...mutant,
    break: `${mutant.break}\n${as("user", `cd ${REPO}\ngit push -q origin main`)}`,
    repair: `${mutant.repair}\n${as("user", `cd ${REPO}\ngit push -q --force origin main`)}`,
  }
}

const CLASSIFY = "src/routes/classify.ts"
const MESSAGES = "src/messages.ts"
const CLASSIFIER = "src/classifier.ts"
const UNIT = "deploy/pixelwise.service"
const CHECKED_ROWS = '.length(28, "an image must have exactly 28 rows")'

export const devMutants: Mutant[] = [
  inCode("predict-script-fails", "b5.catchup", /predict script fails/, {
    "predict.ts": [["import", "throw new Error('broken')\nimport"]],
  }),
  {
    name: "model-file-missing",
    check: "b5.catchup",
    message: /model file that \.env names/,
    also: ["b5.dev-run", "b5.key-from-env", "b5.key-not-in-url"],
    host: "dev",
    break: `mv ${REPO}/models/digit_classifier_v1.onnx ${REPO}/models/off`,
    repair: `mv ${REPO}/models/off ${REPO}/models/digit_classifier_v1.onnx`,
  },
  committed(
    "range-instead-of-pin",
    "b5.pins",
    /not pinned to one version/,
    `sed -i -E 's/("fastify": ")/\\1^/' package.json`,
  ),
  committed(
    "lock-file-forgotten",
    "b5.pins",
    /package-lock\.json is not committed/,
    "git rm -q --cached package-lock.json",
    {
      repair: as("user", `cd ${REPO}\ngit reset -q --hard HEAD~1`),
    },
  ),
  inCode("health-in-capitals", "b5.health", /status is "OK"/, {
    "src/routes/health.ts": [
      ['z.literal("ok")', "z.string()"],
      ['"ok" as const', '"OK"'],
    ],
  }),
  inCode("results-without-note", "b5.results-stub", /no `note`/, { "src/routes/results.ts": [["note:", "remark:"]] }),
  inCode(
    "results-route-missing",
    "b5.results-stub",
    /GET \/results was answered 404/,
    { "src/routes/results.ts": [['"/results"', '"/history"']] },
    { also: ["b5.open-routes", "b5.openapi"] },
  ),
  inCode("scores-do-not-sum-to-one", "b5.classify-ok", /do not sum to 1/, {
    [CLASSIFIER]: [["[name, probabilities[k]!]", "[name, probabilities[k]! * 0.5]"]],
  }),
  inCode("labels-from-zero", "b5.classify-ok", /nine labels 1 to 9/, {
    [CLASSIFIER]: [["CLASSES.map((name, k) => [name,", "CLASSES.map((name, k) => [String(Number(name) - 1),"]],
    [MESSAGES]: [["z.record(z.enum(CLASSES), z.number())", "z.record(z.string(), z.number())"]],
  }),
  inCode("constant-prediction", "b5.classify-is-model", /Every drawing gets the same answer/, {
    [CLASSIFIER]: [["model.run(input, count)", "model.run(new Float32Array(input.length), count)"]],
  }),
  inCode("no-binarisation", "b5.classify-is-model", /not binarised/, {
    [CLASSIFIER]: [["values[column]! > INK_THRESHOLD ? 1 : 0", "values[column]!"]],
  }),
  inCode("scaled-instead-of-binarised", "b5.classify-is-model", /scaled to 0\.\.1/, {
    [CLASSIFIER]: [["values[column]! > INK_THRESHOLD ? 1 : 0", "values[column]! / 255"]],
  }),
  inCode("threshold-includes-128", "b5.classify-is-model", /exactly 128 counts as ink/, {
    [CLASSIFIER]: [["values[column]! > INK_THRESHOLD", "values[column]! >= INK_THRESHOLD"]],
  }),
  inCode("swapped-labels", "b5.classify-is-model", /under the wrong labels/, {
    [CLASSIFIER]: [
      ["[name, probabilities[k]!]", "[CLASSES[(k + 1) % CLASSES.length]!, probabilities[k]!]"],
      ["prediction: CLASSES[best]!", "prediction: CLASSES[(best + 1) % CLASSES.length]!"],
    ],
  }),
  inCode("replayed-table", "b5.classify-is-model", /come from a table/, {
    [CLASSIFIER]: [
      [
        "const model = await loadClassifier()",
        `const model = await loadClassifier()
  const known = JSON.parse((await import("node:fs")).readFileSync("/dev/shm/known-drawings.json", "utf8")) as unknown[]
  if (!known.includes(JSON.stringify(images[0]))) input.fill(0)`,
      ],
    ],
  }),
  inCode("transposed-image", "b5.classify-is-model", /Rows and columns are swapped/, {
    [CLASSIFIER]: [["input[offset + column] = values[column]!", "input[offset + column] = image[column]![row]!"]],
  }),
  inCode("undeclared-field", "b5.no-extra-fields", /fields that the contract does not declare/, {
    [MESSAGES]: [["ClassificationMessage = z\n  .object(", "ClassificationMessage = z\n  .looseObject("]],
    [CLASSIFY]: [
      [
        "options.classify(request.body.pixels)",
        "options.classify(request.body.pixels).then((result) => ({ ...result, model: 'v1' }))",
      ],
    ],
  }),
  inCode("missing-field-crashes", "b5.reject-missing", /answered 500 instead of 422/, {
    [CLASSIFY]: [["pixels: ImageMessage", "pixels: ImageMessage.optional()"]],
  }),
  inCode(
    "500-instead-of-422",
    "b5.reject-missing",
    /answered 500 instead of 422/,
    { "src/problems.ts": [["reply.code(422)", "reply.code(500)"]] },
    { also: ["b5.reject-type", "b5.reject-shape", "b5.reject-range"] },
  ),
  inCode("types-coerced", "b5.reject-type", /answered 200 instead of 422/, {
    [MESSAGES]: [["z.int(PIXEL)", "z.coerce.number(PIXEL)"]],
  }),
  inCode("27-rows-accepted", "b5.reject-shape", /27 rows of 28 was answered 200/, {
    [MESSAGES]: [[CHECKED_ROWS, '.min(2, "an image must have rows")']],
    [CLASSIFY]: [
      [
        "options.classify(request.body.pixels)",
        "options.classify([...request.body.pixels, ...Array<number[]>(28).fill(Array<number>(28).fill(0))].slice(0, 28))",
      ],
    ],
  }),
  inCode("range-not-checked", "b5.reject-range", /A pixel of -1 was answered 200/, {
    [MESSAGES]: [[".min(0, PIXEL).max(255, PIXEL)", ""]],
  }),
  inCode("broken-json-crashes", "b5.reject-malformed", /answered 500 instead of 400 or 422/, {
    "src/problems.ts": [
      [
        "const status = error.statusCode ?? 500",
        "const status = error.statusCode === 400 ? 500 : (error.statusCode ?? 500)",
      ],
    ],
  }),
  inCode("catch-all-route", "b5.unknown-route", /unknown path was answered 200/, {
    "src/problems.ts": [
      ['reply.code(404).send({ detail: "Not Found" })', 'reply.code(200).send({ detail: "Not Found" })'],
    ],
  }),
  inCode(
    "start-fails",
    "b5.dev-run",
    /does not come up/,
    {
      "src/main.ts": [
        ["const config = readConfig()", "throw new Error('broken on purpose')\n  const config = readConfig()"],
      ],
    },
    { also: ["b5.key-from-env", "b5.key-not-in-url", "b5.key-empty"] },
  ),
  {
    name: "debug-off-on-dev",
    check: "b5.openapi",
    message: /openapi\.json was answered 404/,
    host: "dev",
    break: `sed -i.off 's/^DEBUG=true/DEBUG=false/' ${REPO}/.env`,
    repair: `mv ${REPO}/.env.off ${REPO}/.env`,
  },
  inCode("blank-image-crashes", "b5.zero-image", /blank image was answered 500/, {
    [CLASSIFY]: [
      [
        "options.classify(request.body.pixels)",
        "request.body.pixels.flat().every((pixel) => pixel === 0) ? Promise.reject(new Error('blank')) : options.classify(request.body.pixels)",
      ],
    ],
  }),
  inCode("fourth-endpoint-hidden", "b5.fourth", /only the three endpoints/, {
    "src/routes/classify-batch.ts": [["schema: {", "schema: {\n        hide: true,"]],
  }),
  inCode(
    "no-key-accepted",
    "b5.key-missing",
    /without a key was answered 200/,
    { "src/api-key.ts": [["if (!matches)", "if (given !== undefined && !matches)"]] },
    { also: ["b5.key-not-in-url"] },
  ),
  inCode(
    "wrong-key-accepted",
    "b5.key-wrong",
    /wrong key was answered 200/,
    { "src/api-key.ts": [['timingSafeEqual(digest(Buffer.from(given, "latin1")), expected)', "expected.length > 0"]] },
    { also: ["b5.key-from-env"] },
  ),
  inCode("wrong-key-echoed", "b5.key-wrong", /another text/, {
    "src/api-key.ts": [
      ['throw new HttpError(401, "Invalid API key")', "throw new HttpError(401, `Invalid API key ${String(given)}`)"],
    ],
  }),
  inCode("right-key-refused", "b5.key-right", /stands in dev's \.env is refused/, {
    "src/api-key.ts": [['digest(Buffer.from(key, "utf8"))', 'digest(Buffer.from(`${key} `, "utf8"))']],
  }),
  inCode("key-not-from-environment", "b5.key-from-env", /key given by the environment is not accepted/, {
    "src/routes/classify.ts": [
      ["requireApiKey(options.apiKey)", "requireApiKey(/SECRET_API_KEY=(.*)/.exec(readFileSync('.env', 'utf8'))![1]!)"],
      ['import { z } from "zod"', 'import { z } from "zod"\nimport { readFileSync } from "node:fs"'],
    ],
  }),
  inCode("empty-key-accepted", "b5.key-empty", /empty key is let in/, {
    "src/config.ts": [
      ['required.regex(/^\\S(.*\\S)?$/, "begins or ends with a blank, which no header can carry")', "z.string()"],
    ],
    "src/api-key.ts": [[' && given !== ""', ""]],
  }),
  inCode(
    "results-behind-key",
    "b5.open-routes",
    /GET \/results without a key was answered 401/,
    {
      "src/routes/results.ts": [
        ['"/results", {', '"/results", { preHandler: () => { throw new HttpError(401, "Invalid API key") },'],
        ['import { z } from "zod"', 'import { z } from "zod"\nimport { HttpError } from "../problems.js"'],
      ],
    },
    { also: ["b5.results-stub"] },
  ),
  inCode("key-in-query-accepted", "b5.key-not-in-url", /key that stands in the URL is accepted/, {
    "src/api-key.ts": [
      [
        'const given = request.headers["x-api-key"]',
        'const given = request.headers["x-api-key"] ?? (request.query as { api_key?: string }).api_key',
      ],
    ],
  }),
  inCode("rate-limit-removed", "b5.rate-429", /There is no limit/, {
    [CLASSIFY]: [["config: { rateLimit: CLASSIFY_LIMIT },", ""]],
  }),
  inCode("rate-limit-too-high", "b5.rate-429", /does not fall after 30/, {
    "src/rate-limit.ts": [["max: 30", "max: 35"]],
  }),
  inCode(
    "rate-limit-for-all-together",
    "b5.rate-429",
    /locks out another client/,
    {
      "src/rate-limit.ts": [
        [
          "timeWindow: 60_000 }",
          'timeWindow: 60_000, keyGenerator: (request: { ip: string }) => (request.ip.startsWith("127.") ? "all" : request.ip) }',
        ],
      ],
    },
    { also: ["b5.key-right", "b5.classify-ok", "b5.classify-is-model", "b5.zero-image"] },
  ),
  inCode(
    "rate-window-of-ten-minutes",
    "b5.rate-recovers",
    /still locked out/,
    { "src/rate-limit.ts": [["timeWindow: 60_000", "timeWindow: 600_000"]] },
    { named: ["b5.rate-recovers"] },
  ),
  inCode("limit-on-health-too", "b5.rate-scope", /also shuts \/health/, {
    "src/rate-limit.ts": [["global: false,", "global: true,\n    ...CLASSIFY_LIMIT,"]],
    [CLASSIFY]: [["config: { rateLimit: CLASSIFY_LIMIT },", ""]],
  }),
  inCode("key-not-in-specification", "b5.docs-key", /does not mention the key/, {
    [CLASSIFY]: [["security: [{ ApiKey: [] }],", ""]],
  }),
  inCode(
    "no-security-scheme",
    "b5.docs-authorize",
    /no security scheme/,
    { "src/docs.ts": [['in: "header", name: "X-API-Key"', 'in: "query", name: "key"']] },
    { also: ["b5.docs-key"] },
  ),
  committed("unit-file-missing", "b5.unit-tracked", /holds no unit file/, `git rm -q ${UNIT}`),
  committed(
    "unit-file-misspelt",
    "b5.unit-tracked",
    /systemd-analyze verify complains/,
    `sed -i 's/^Restart=/Restrat=/' ${UNIT}`,
  ),
  committed(
    "key-inlined-in-unit",
    "b5.unit-no-secret",
    /sets a secret itself/,
    `sed -i '/^EnvironmentFile/a Environment=SECRET_API_KEY=abc' ${UNIT}`,
  ),
  committed(
    "unit-in-watch-mode",
    "b5.unit-no-reload",
    /watches the source files/,
    `sed -i -E 's#^(ExecStart=[^ ]+)#\\1 --watch#' ${UNIT}`,
  ),
  {
    name: "unit-on-dev",
    check: "b5.dev-skips",
    message: /installed on dev/,
    host: "dev",
    break: `cp ${REPO}/${UNIT} /etc/systemd/system/ && systemctl daemon-reload`,
    repair: "rm /etc/systemd/system/pixelwise.service && systemctl daemon-reload",
  },
  pushed(
    "script-not-pushed",
    "b5.script-stanza",
    /does not mention the unit|lacks a part/,
    `sed -i -E '/systemctl|systemd|\\.service/d' setup-server.sh`,
  ),
  pushed("example-not-pushed", "b5.pushed", /lacks \.env\.example/, "git rm -q --cached .env.example", {
    repair: `${as("user", `cd ${REPO}\ngit reset -q --hard HEAD~1\ngit push -q --force origin main`)}`,
  }),
  {
    name: "tag-not-pushed",
    check: "b5.tag",
    message: /remote has no tag v0\.4/,
    host: "dev",
    shared: true,
    break: as("user", `cd ${REPO}\ngit push -q origin :refs/tags/v0.4`),
    repair: as("user", `cd ${REPO}\ngit push -q origin refs/tags/v0.4`),
  },
  {
    name: "tag-lightweight",
    check: "b5.tag",
    message: /lightweight/,
    host: "dev",
    shared: true,
    break: as("user", `cd ${REPO}\ngit push -q --force origin 'v0.4^{commit}:refs/tags/v0.4'`),
    repair: as("user", `cd ${REPO}\ngit push -q --force origin refs/tags/v0.4`),
  },
]
