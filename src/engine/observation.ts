import { z } from "zod"

/** A host's place in the course. `laptop` is the machine that runs `course`. */
export const hostRole = z.enum(["laptop", "dev", "prod"])
export type HostRole = z.infer<typeof hostRole>

const text = { stdout: z.string(), stderr: z.string(), truncated: z.boolean(), durationMs: z.number().nonnegative() }

/** A command ran to its end. `exitCode` is 128 + n when signal n ended it, as a shell reports it. */
const commandDone = z.object({ status: z.literal("done"), exitCode: z.number().int(), ...text })

/** A command was ended because its time was over; what it had printed by then is kept. */
const commandTimeout = z.object({ status: z.literal("timeout"), ...text })

/** An HTTP response. Header names are in lower case; `body` is decoded as UTF-8. */
const httpResponse = z.object({
  status: z.literal("response"),
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  truncated: z.boolean(),
  durationMs: z.number().nonnegative(),
})

/** The host was there, but no HTTP response came: a fact about the service, hence no error. */
const httpNoResponse = z.object({
  status: z.literal("no-response"),
  why: z.enum(["refused", "timeout", "closed", "not-http", "unreachable"]),
  message: z.string(),
  durationMs: z.number().nonnegative(),
})

/** What a person typed for a question, field by field; null while there is no answer. */
const answered = z.object({ status: z.literal("answer"), fields: z.record(z.string(), z.string()).nullable() })

/** Nothing could be seen, and why: the host was unreachable, root rights were missing, the run was stopped. */
const unobserved = z.object({ status: z.literal("unobserved"), reason: z.string(), code: z.string().optional() })

/** What a probe returned. Never an exception: not being able to look is an observation too. */
export const observation = z.discriminatedUnion("status", [
  commandDone,
  commandTimeout,
  httpResponse,
  httpNoResponse,
  answered,
  unobserved,
])
export type Observation = z.infer<typeof observation>
export type CommandObservation = z.infer<typeof commandDone> | z.infer<typeof commandTimeout>
export type HttpObservation = z.infer<typeof httpResponse> | z.infer<typeof httpNoResponse>
