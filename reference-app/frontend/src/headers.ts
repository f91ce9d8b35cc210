/** What is left of the requests that this address may send, and when the counting starts anew. */
export interface Budget {
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** The budget that an answer states; undefined where the service states none. */
export function readBudget(headers: Headers): Budget | undefined {
  const limit = number(headers.get("x-ratelimit-limit"))
  const remaining = number(headers.get("x-ratelimit-remaining"))
  const resetSeconds = number(headers.get("x-ratelimit-reset"))
  if (limit === undefined || remaining === undefined || resetSeconds === undefined) return undefined
  return { limit, remaining, resetSeconds }
}

/** How long a refusal asks to wait, in whole seconds; undefined when it does not say. */
export function retryAfterSeconds(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get("retry-after")
  const seconds = number(value)
  if (seconds !== undefined) return Math.ceil(seconds)
  const date = Date.parse(value ?? "")
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}

function number(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
}
