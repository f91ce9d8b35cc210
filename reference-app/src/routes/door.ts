import type { preHandlerHookHandler } from "fastify"
import type { Problem } from "../messages.js"

/** A way into the guarded routes, and what a request must show on it. */
export interface Door {
  /** Put before the paths of the routes behind this door: "" or "/ui". */
  readonly prefix: "" | "/ui"
  /** How the OpenAPI document calls what a request must show. */
  readonly security: Readonly<Record<string, readonly string[]>>[]
  /** How a request is refused that does not show it. */
  readonly refusals: { readonly 401: typeof Problem } | { readonly 403: typeof Problem }
  /** Lets a request pass that shows it, and no other. */
  readonly admit: preHandlerHookHandler
  /** Takes one from the budget of classifications, for requests that were admitted. */
  readonly spend: preHandlerHookHandler
}
