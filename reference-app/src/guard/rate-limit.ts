import type { FastifyInstance, FastifyReply, preHandlerHookHandler } from "fastify"
import { HttpError } from "../http/problems.js"
import { clientOf } from "./addresses.js"
import { Budget, type Window } from "./budget.js"

declare module "fastify" {
  interface FastifyRequest {
    /** What the client has left for anything at all; undefined where that is not limited. */
    generalWindow: Window | undefined
  }
}

export interface RateLimitOptions {
  /** Classifications per key and address; 0 switches the limit off. */
  readonly classifyPerMinute?: number
  /** Requests of any kind per address; 0 switches the limit off. */
  readonly generalPerMinute?: number
}

export interface RateLimits {
  /** The last hook of a route that classifies, behind schema and key: what these refuse does not spend this budget. */
  readonly spendClassification: preHandlerHookHandler
}

/** Whoever scrapes the metrics does so every few seconds, from an address that is allowed to. */
const UNLIMITED = "/metrics"

/**
 * Limits every client to a number of requests a minute. Needs enableClientAddress before it. Answers carry the state of
 * the budget that has less left: X-RateLimit-Limit, -Remaining and -Reset (seconds), and Retry-After with 429.
 *
 * This is not @fastify/rate-limit: that runs once per request, so it holds one budget where two are needed, and waits for
 * promises in every request, where two look-ups in a map do.
 */
export function enableRateLimit(app: FastifyInstance, options: RateLimitOptions = {}): RateLimits {
  const general = new Budget(options.generalPerMinute ?? 100)
  const classify = new Budget(options.classifyPerMinute ?? 30)

  app.decorateRequest("generalWindow", undefined)
  if (general.perMinute > 0) {
    app.addHook("onRequest", (request, reply, done) => {
      if (isUnlimited(request.raw.url ?? "")) return done()
      const window = general.spend(clientOf(request.clientAddress))
      request.generalWindow = window
      tell(reply, general, window)
      done(window.refused ? tooMany(reply, general, window) : undefined)
    })
  }

  return {
    spendClassification(request, reply, done) {
      if (classify.perMinute === 0) return done()
      const window = classify.spend(`${request.keyName ?? ""} ${clientOf(request.clientAddress)}`)
      const others = request.generalWindow
      if (others === undefined || left(classify, window) <= left(general, others)) tell(reply, classify, window)
      done(window.refused ? tooMany(reply, classify, window) : undefined)
    },
  }
}

function isUnlimited(url: string): boolean {
  return url.startsWith(UNLIMITED) && (url.length === UNLIMITED.length || url[UNLIMITED.length] === "?")
}

function left(budget: Budget, window: Window): number {
  return budget.perMinute - window.used
}

function tell(reply: FastifyReply, budget: Budget, window: Window): void {
  reply.header("x-ratelimit-limit", budget.perMinute)
  reply.header("x-ratelimit-remaining", left(budget, window))
  reply.header("x-ratelimit-reset", secondsUntilReset(window))
}

function tooMany(reply: FastifyReply, budget: Budget, window: Window): HttpError {
  const seconds = secondsUntilReset(window)
  reply.header("retry-after", seconds)
  return new HttpError(
    429,
    `Rate limit exceeded: ${budget.perMinute} requests per minute, try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}`,
  )
}

function secondsUntilReset({ endsAt }: Window): number {
  return Math.max(1, Math.ceil((endsAt - Date.now()) / 1000))
}
