/** Why there is no usable answer. */
export type FailureReason =
  | { readonly kind: "offline" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "timeout"; readonly seconds: number }
  | { readonly kind: "strange"; readonly status: number }
  | { readonly kind: "refused"; readonly status: number; readonly detail?: string; readonly retryAfter?: number }

/** A call to the service that failed in one of the ways that a page has to expect. */
export class ServiceFailure extends Error {
  override readonly name = "ServiceFailure"
  constructor(
    readonly reason: FailureReason,
    /** The id under which the operator finds the request in the logs. */
    readonly requestId: string | undefined,
    options?: ErrorOptions,
  ) {
    super(explain(reason), options)
  }
}

const TROUBLE = "The service is not answering properly at the moment"
const KEPT = "Your drawing is still here."

/** One failure in words for the person who draws: what happened and what to do now. */
function explain(reason: FailureReason): string {
  switch (reason.kind) {
    case "offline":
      return `You are offline. ${KEPT} Try again when the connection is back.`
    case "unreachable":
      return `The service cannot be reached. ${KEPT} Check the connection and try again.`
    case "timeout":
      return `No answer within ${reason.seconds} seconds. ${KEPT} Try again.`
    case "strange":
      return `The answer (status ${reason.status}) is none that this page understands. Reload the page and try again.`
    case "refused":
      return explainStatus(reason.status, reason.detail, reason.retryAfter)
  }
}

function explainStatus(status: number, detail: string | undefined, retryAfter: number | undefined): string {
  if (status === 401 || status === 403)
    return `The service did not let this page in (${status}). Tell whoever runs it that the page's key is missing or wrong.`
  if (status === 422) return `The service did not accept what was sent (422)${detail ? `: ${detail}` : ""}.`
  if (status === 429) return `Too many requests in a short time (429). ${KEPT} ${wait(retryAfter)}`
  if (status >= 500) return `${TROUBLE} (${status}). ${KEPT} ${wait(retryAfter)}`
  return `The service refused (${status})${detail ? `: ${detail}` : ""}.`
}

function wait(seconds: number | undefined): string {
  if (seconds === undefined) return "Try again in a moment."
  return seconds === 1 ? "Try again in 1 second." : `Try again in ${seconds} seconds.`
}
