import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe, type ShellSpec } from "../../src/engine/probe.js"
import { random, token } from "../../src/engine/random.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { command, readOutput } from "./command.js"
import { envValueFunction } from "./env-file.js"
import { parseJson, type Answer } from "./http.js"

/** One request of a series; the body is sent as it is. */
export interface KeyedRequest {
  path?: string
  method?: "GET" | "POST"
  body?: string
}

/**
 * Requests to the service on dev with the key of dev's own `.env`, sent one after the other by one curl on dev, so that the key
 * never leaves the host. They come from a loopback address of their own (`purpose` chooses it), because the service limits by
 * client address and a check must not spend what the student has left.
 */
export function keyedRequests(
  context: Context,
  purpose: string,
  requests: readonly KeyedRequest[],
  options: Partial<ShellSpec> = {},
): Probe<Answer[]> {
  const separator = token(context.runSeed, "separator")
  const probe = command("dev", keyedScript(context, { client: clientAddress(context, purpose), separator, requests }), {
    timeoutMs: 30_000,
    ...options,
  })
  return {
    spec: probe.spec,
    read: (observation) => {
      const { stdout, stderr, exitCode } = readOutput(observation)
      if (exitCode === 127) throw new Unobserved("curl is not installed on dev: sudo apt install curl")
      if (exitCode === NO_KEY)
        return requests.map(() => ({ answered: false, why: "dev's .env sets no SECRET_API_KEY" }) as const)
      const answers = readSeries(stdout, separator)
      if (answers.length !== requests.length)
        throw new Unobserved(`curl on dev sent ${answers.length} of ${requests.length} requests: ${stderr.trim()}`)
      return answers
    },
  }
}

/** A POST of this JSON to /classify. */
export function classifyRequest(body: unknown): KeyedRequest {
  return { path: "/classify", method: "POST", body: JSON.stringify(body) }
}

/** An address of 127.0.0.0/8 that belongs to one purpose of one run. */
export function clientAddress({ runSeed }: Context, purpose: string): string {
  const { integer } = random(`client:${purpose}:${runSeed}`)
  return `127.${integer(1, 254)}.${integer(1, 254)}.${integer(2, 254)}`
}

const NO_KEY = 90

interface Series {
  client: string
  separator: string
  requests: readonly KeyedRequest[]
  /** How often to send the series: a shell word such as "$1". */
  times?: "$1"
}

/** Shell text: reads the key, then lets curl send the series and print every body followed by its status. */
export function keyedScript(context: Context, { client, separator, requests, times }: Series): ShellText {
  const base = `http://127.0.0.1:${context.settings.devPort}`
  const config = requests
    .map(({ path = "/classify", method = "POST", body }) =>
      [
        `url = ${curlQuote(base + path)}`,
        `request = ${method}`,
        `interface = ${curlQuote(client)}`,
        `header = "X-API-Key: @KEY@"`,
        ...(body === undefined
          ? []
          : [`header = "Content-Type: application/json"`, `data-binary = ${curlQuote(body)}`]),
        `max-time = 8`,
        `silent`,
        `write-out = "\\n${separator} %{http_code}\\n"`,
      ].join("\n"),
    )
    .join("\nnext\n")
  const repeat =
    times === undefined ? sh`:` : sh`one=$config; for ((n = 1; n < $1; n++)); do config+=$'\nnext\n'$one; done`
  return lines(
    envValueFunction,
    sh`
env_value ${`${context.settings.devRepo}/.env`} SECRET_API_KEY && [ -n "$value" ] || exit ${NO_KEY}
value=\${value//\\/\\\\}
value=\${value//\"/\\\"}
config=${config}
${repeat}
curl --disable --config - <<<"\${config//@KEY@/"$value"}" || true`,
  )
}

function readSeries(stdout: string, separator: string): Answer[] {
  const parts = stdout.split(new RegExp(`\\n${separator} (\\d{3})\\n`))
  const answers: Answer[] = []
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [body = "", code = "000"] = [parts[index], parts[index + 1]]
    answers.push(
      code === "000"
        ? { answered: false, why: "the connection was refused or closed" }
        : { answered: true, status: Number(code), headers: {}, body, json: parseJson(body) },
    )
  }
  return answers
}

/** A quoted value of a curl configuration file (curl(1), --config). */
function curlQuote(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`
}
