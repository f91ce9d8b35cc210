import { z } from "zod"

/** The ways in which a practice host means harm. Each is a file beside this one. */
export const HOSTILE_KINDS = [
  "endless-output",
  "silent-shell",
  "fork-bomb",
  "forged-frames",
  "fake-systemctl",
  "escape-sequences",
  "huge-file",
  "shadow-link",
  "changing-host-key",
] as const
export const hostileKind = z.enum(HOSTILE_KINDS)
export type HostileKind = z.infer<typeof hostileKind>
