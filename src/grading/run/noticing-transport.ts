import { performance } from "node:perf_hooks"
import { patience } from "../../transport/patience.js"
import type { HostConnection, Transport } from "../../transport/ports.js"
import type { Place } from "./places.js"

/** From then on hosts are only waited for. */
const QUIET_MS = 2_000
/** The part of the time in which this process worked, from which on another student would only make all slower. */
const BUSY = 0.8

/** Tells the student's place when nothing has happened with any of the hosts for a while, and when something happens again, until it is stopped. */
export function noticingTransport(
  transport: Transport,
  place: Pick<Place, "quiet" | "lively">,
  quietMs = QUIET_MS,
): { readonly transport: Transport; stop: () => void } {
  let stopped = false
  let stopWaiting = (): void => undefined
  const wait = (): void => {
    const before = performance.eventLoopUtilization()
    stopWaiting = patience(quietMs, () => {
      // Where this process has its hands full, it is not the hosts that are waited for.
      if (performance.eventLoopUtilization(before).utilization > BUSY) wait()
      else place.quiet()
    })
  }
  const heard = (): void => {
    stopWaiting()
    if (stopped) return
    place.lively()
    // Not while something is asked alone: before a host is tried again, nothing is.
    wait()
  }
  const during = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    heard()
    try {
      return await work()
    } finally {
      heard()
    }
  }
  const notice = (connection: HostConnection): HostConnection => ({
    lost: connection.lost,
    runBatch: (jobs, { onResult, ...rest }) =>
      during(() =>
        connection.runBatch(jobs, {
          ...rest,
          onResult: (index, observation) => {
            heard()
            onResult(index, observation)
          },
        }),
      ),
    hold: (script, options) => during(() => connection.hold(script, options)),
    openTcp: (address, port, signal) => during(() => connection.openTcp(address, port, signal)),
    exec: (script, options) => during(() => connection.exec(script, options)),
    openShell: (options) => connection.openShell(options),
    close: () => during(() => connection.close()),
  })
  return {
    transport: { connect: (host, options) => during(async () => notice(await transport.connect(host, options))) },
    // A connection that is closed late must not begin to wait again: nobody would end it.
    stop: () => {
      stopped = true
      stopWaiting()
    },
  }
}
