import { all, expect, fail, pass, type Failure, type Verdict } from "../../src/engine/verdict.js"
import type { HostRole, Observation } from "../../src/engine/observation.js"
import { PROBE_DEFAULTS, Unobserved, type HttpSpec, type Probe } from "../../src/engine/probe.js"

/** A response, or the reason why none came. */
export type Answer =
  | { answered: true; status: number; headers: Record<string, string>; body: string; json: unknown }
  | { answered: false; why: string }

type Request = Partial<Pick<HttpSpec, "method" | "headers" | "body" | "timeoutMs" | "maxBytes">>

/** A request as the host itself would make it. For requests that carry the host's own secret see `pixelwise-requests.ts`. */
export function request(host: HostRole, url: string, options: Request = {}): Probe<Answer> {
  return {
    spec: { kind: "http", host, url, method: "GET", headers: {}, ...PROBE_DEFAULTS, ...options },
    read: readAnswer,
  }
}

export function postJson(
  host: HostRole,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Probe<Answer> {
  return request(host, url, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  })
}

function readAnswer(observation: Observation): Answer {
  if (observation.status === "unobserved") throw new Unobserved(observation.reason)
  if (observation.status === "no-response") return { answered: false, why: observation.message }
  if (observation.status !== "response") throw new Unobserved("A response was expected, something else was observed.")
  const { statusCode: status, headers, body } = observation
  return { answered: true, status, headers, body, json: parseJson(body) }
}

/** The parsed text, or undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Passes when the answer has one of these status codes; `what` names the request in the messages. */
export function expectStatus(
  what: string,
  answer: Answer,
  statuses: number | number[],
  more: Partial<Failure> = {},
): Verdict {
  const wanted = [statuses].flat()
  const expected = wanted.join(" or ")
  if (!answer.answered)
    return fail({
      message: `${what} got no answer: ${answer.why}`,
      expected: `HTTP ${expected}`,
      actual: answer.why,
      ...more,
    })
  if (wanted.includes(answer.status)) return pass()
  return fail({
    message: `${what} was answered ${answer.status} instead of ${expected}.`,
    expected: `HTTP ${expected}`,
    actual: `HTTP ${answer.status}`,
    excerpt: excerpt(answer),
    ...more,
  })
}

/** The same, and the body is a JSON object, which `then` judges further. */
export function expectJson(
  what: string,
  answer: Answer,
  statuses: number | number[],
  then: (body: Record<string, unknown>, answer: Answer & { answered: true }) => Verdict,
): Verdict {
  return all(expectStatus(what, answer, statuses), () => {
    if (!answer.answered) return fail({ message: `${what} got no answer.` })
    const { json } = answer
    return all(
      expect(isObject(json), {
        message: `${what} was not answered with a JSON object.`,
        expected: "a JSON object",
        actual: answer.headers["content-type"] ?? "(no content type)",
        excerpt: excerpt(answer),
      }),
      () => then(json as Record<string, unknown>, answer),
    )
  })
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

export function excerpt(answer: Answer): string {
  return answer.answered ? `HTTP ${answer.status}\n${answer.body.slice(0, 600)}` : answer.why
}

/** One answer of a series. */
export function answerAt(answers: readonly Answer[], index: number): Answer {
  return answers[index] ?? { answered: false, why: "nothing was sent" }
}
