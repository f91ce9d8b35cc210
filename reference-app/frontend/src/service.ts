import {
  parseClassification,
  parseHistory,
  parseHistoryEntry,
  parseProblem,
  type Classification,
  type HistoryEntry,
} from "./answers.js"
import { ServiceFailure } from "./failure.js"
import { readBudget, retryAfterSeconds, type Budget } from "./headers.js"
import { toRows } from "./normalise.js"
import type { Image } from "./rasterise.js"

const PATIENCE_SECONDS = 10
const HISTORY_LENGTH = 12

/** The drawing that the service has stored, and under which id; without one it cannot be corrected. */
export interface Stored {
  readonly classification: Classification
  readonly id: number | undefined
}

/** Stores the drawing's classification. @throws ServiceFailure */
export async function submit(image: Image): Promise<Stored> {
  const response = await call("/ui/classify", post({ pixels: toRows(image) }))
  const id = Number(response.headers.get("x-prediction-id") ?? Number.NaN)
  return {
    classification: await read(response, parseClassification),
    id: Number.isSafeInteger(id) ? id : undefined,
  }
}

/** Classifies without storing anything, for the live reading. @throws ServiceFailure, or the signal's own AbortError */
export async function preview(
  image: Image,
  signal: AbortSignal,
): Promise<{ classification: Classification; budget: Budget | undefined }> {
  const response = await call("/ui/preview", post({ pixels: toRows(image) }), signal)
  return { classification: await read(response, parseClassification), budget: readBudget(response.headers) }
}

/** Says which digit a stored drawing really shows. @throws ServiceFailure */
export async function correct(id: number, label: string): Promise<HistoryEntry> {
  return read(await call("/ui/feedback", post({ id, correct_label: label })), parseHistoryEntry)
}

/** The newest classifications, newest first. @throws ServiceFailure */
export async function readHistory(): Promise<HistoryEntry[]> {
  const response = await call(`/results?limit=${HISTORY_LENGTH}`, { cache: "no-store" })
  // A service that knows no limit sends what it has.
  return (await read(response, parseHistory)).slice(0, HISTORY_LENGTH)
}

function post(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
}

async function call(path: string, init: RequestInit, cancelled?: AbortSignal): Promise<Response> {
  const tooLate = AbortSignal.timeout(PATIENCE_SECONDS * 1000)
  const signal = cancelled ? AbortSignal.any([cancelled, tooLate]) : tooLate
  const response = await withoutNetworkErrors(() => fetch(path, { ...init, signal }), cancelled)
  if (response.ok) return response
  const { detail, request_id: requestId } = parseProblem(await jsonOrNothing(response, cancelled))
  const text = typeof detail === "string" ? detail : detail?.map(({ msg }) => msg).join("; ")
  const retryAfter = retryAfterSeconds(response.headers)
  throw new ServiceFailure(
    {
      kind: "refused",
      status: response.status,
      ...(text !== undefined && { detail: text }),
      ...(retryAfter !== undefined && { retryAfter }),
    },
    requestId ?? response.headers.get("x-request-id") ?? undefined,
  )
}

async function read<Answer>(response: Response, parse: (value: unknown) => Answer): Promise<Answer> {
  const text = await withoutNetworkErrors(() => response.text())
  try {
    return parse(JSON.parse(text))
  } catch (cause) {
    const requestId = response.headers.get("x-request-id") ?? undefined
    throw new ServiceFailure({ kind: "strange", status: response.status }, requestId, { cause })
  }
}

/** A proxy answers failures with a page of HTML; its status says enough. */
async function jsonOrNothing(response: Response, cancelled: AbortSignal | undefined): Promise<unknown> {
  const text = await withoutNetworkErrors(() => response.text(), cancelled)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function withoutNetworkErrors<Result>(work: () => Promise<Result>, cancelled?: AbortSignal): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (cancelled?.aborted) throw cause
    if (cause instanceof DOMException && cause.name === "TimeoutError")
      throw new ServiceFailure({ kind: "timeout", seconds: PATIENCE_SECONDS }, undefined, { cause })
    const kind = navigator.onLine ? "unreachable" : "offline"
    throw new ServiceFailure({ kind }, undefined, { cause })
  }
}
