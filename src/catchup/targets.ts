import { z } from "zod"

/** The tags that a catch-up leads to, oldest first. */
export const CATCH_UP_TAGS = ["v0.1", "v0.2", "v0.3", "v0.4", "v0.5"] as const
export const catchUpTag = z.enum(CATCH_UP_TAGS)
export type CatchUpTag = z.infer<typeof catchUpTag>

/** The end of block 1 has no tag: it is a snapshot of both machines. */
export const BLOCK_1 = "B1-complete"

export const HOST_ROLES = ["dev", "prod"] as const
export const catchUpRole = z.enum(HOST_ROLES)
export type CatchUpRole = z.infer<typeof catchUpRole>

/** Which layers a state has on a host, besides the tracked files. */
export interface Needs {
  /** `.env`, packages and dependencies: what setup-server.sh brings from block 3 on. */
  setup: boolean
  model: boolean
  /** The service runs under systemd. */
  service: boolean
  database: boolean
  /** The sources are compiled, on a track that does so. */
  build: boolean
}

export function needsOf(tag: CatchUpTag, role: CatchUpRole): Needs {
  const from = (first: CatchUpTag): boolean => CATCH_UP_TAGS.indexOf(tag) >= CATCH_UP_TAGS.indexOf(first)
  return {
    setup: from("v0.2"),
    model: from("v0.3"),
    service: role === "prod" && from("v0.4"),
    database: from("v0.5"),
    build: from("v0.4"),
  }
}
