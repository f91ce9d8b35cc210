import type { HostRole } from "../engine/observation.js"
import type { ProbeSpec } from "../engine/probe.js"
import type { CourseError } from "../errors/course-error.js"

/** What happens while a plan is observed, for whoever shows it. */
export type ObserveEvent =
  | { readonly kind: "connecting"; readonly role: HostRole }
  | { readonly kind: "connected"; readonly role: HostRole; readonly durationMs: number }
  | { readonly kind: "unreachable"; readonly role: HostRole; readonly error: CourseError }
  /** A standing connection is gone. */
  | { readonly kind: "lost"; readonly role: HostRole; readonly error: CourseError }
  /** A host key was seen for the first time and is trusted from now on. */
  | { readonly kind: "new-host-key"; readonly role: HostRole; readonly fingerprint: string }
  | {
      readonly kind: "fixture"
      readonly role: HostRole
      readonly title: string
      readonly effects: string
      readonly state: FixtureState
    }
  /** An active probe begins. */
  | {
      readonly kind: "acting"
      readonly role: HostRole
      readonly key: string
      readonly spec: ProbeSpec
      readonly effects: string
    }

export type FixtureState = "found" | "starting" | "started" | "failed" | "absent" | "stopping"
