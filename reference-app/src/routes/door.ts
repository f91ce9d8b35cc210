import type { preHandlerHookHandler } from "fastify"

/** A way into the guarded routes, and what a request must show on it. */
export interface Door {
  /** Put before the paths of the routes behind this door: "" or "/ui". */
  readonly prefix: "" | "/ui"
  /** How the OpenAPI document calls what a request must show. */
  readonly security: Readonly<Record<string, readonly string[]>>[]
  /** Lets a request pass that shows it, and no other. */
  readonly admit: preHandlerHookHandler
  /** Takes one from the budget of classifications, for requests that were admitted. */
  readonly spend: preHandlerHookHandler
}
