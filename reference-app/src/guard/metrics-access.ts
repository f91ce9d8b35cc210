import type { onRequestHookHandler } from "fastify"
import { HttpError } from "../http/problems.js"
import { parseAddresses } from "./addresses.js"

/** The machine itself and the networks that no provider routes. */
export const METRICS_ALLOW_DEFAULT = "loopback, private"

/**
 * A hook that shows the metrics to the monitoring and to nobody else. Needs enableClientAddress.
 * @param setting METRICS_ALLOW: see parseAddresses.
 * @throws SettingsError
 */
export function metricsAccess(setting = METRICS_ALLOW_DEFAULT): onRequestHookHandler {
  const allowed = parseAddresses("METRICS_ALLOW", setting)
  return (request, _reply, done) => {
    if (allowed.has(request.clientAddress)) done()
    else done(new HttpError(403, "Metrics are for the monitoring only"))
  }
}
