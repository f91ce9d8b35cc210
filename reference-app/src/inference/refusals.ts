import { HttpError } from "../http/problems.js"

/** A queue that is full now is usually empty a second later. */
const RETRY_AFTER_SECONDS = 1

/** The service cannot recognise this drawing now; the same request may succeed in `retryAfter` seconds. */
class UnavailableError extends HttpError {
  override readonly name: string = "UnavailableError"
  /** Seconds, for the header Retry-After. */
  readonly retryAfter = RETRY_AFTER_SECONDS
  constructor(message: string) {
    super(503, message)
  }
}

/** More drawings wait than the queue holds; this one was not taken. */
export class OverloadedError extends UnavailableError {
  override readonly name = "OverloadedError"
  constructor() {
    super("The service is busy; try again later")
  }
}

/** The drawing was taken but waited too long. */
export class DeadlineError extends UnavailableError {
  override readonly name = "DeadlineError"
  constructor() {
    super("The service did not answer in time; try again later")
  }
}

/** The service is being stopped; another one may take over. */
export class StoppingError extends UnavailableError {
  override readonly name = "StoppingError"
  constructor() {
    super("The service is stopping; try again later")
  }
}
