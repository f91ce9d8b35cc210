import { startCluster } from "./cluster.js"
import type { Subject } from "./measure.js"
import { startFloor, startPeer, startService, type Server, type ServerOptions } from "./servers.js"

/** A subject with a table of its own. */
export interface StoringSubject extends Subject {
  /** Rows in its table now. */
  rows: () => Promise<number>
}

/** Everything that is measured, running: idle servers cost the others nothing. */
export interface LineUp {
  /** The service, the peer with both kinds of handler, and the floor: nobody stores anything. */
  plain: Subject[]
  /** The service and both peers, each on a database of its own. */
  storing: StoringSubject[]
  stop: () => Promise<void>
}

/** @param service folder of the built service. @throws Error naming the server that does not start; nothing stays behind then */
export async function startAll(service: string, options: ServerOptions): Promise<LineUp> {
  const running: { stop: () => Promise<void> }[] = []
  const stop = async (): Promise<void> => {
    for (const thing of running.splice(0).reverse()) await thing.stop()
  }
  const started = async <Thing extends { stop: () => Promise<void> }>(starting: Promise<Thing>): Promise<Thing> => {
    const thing = await starting
    running.push(thing)
    return thing
  }
  try {
    const cluster = await started(startCluster())
    const starters: Record<string, (more: ServerOptions) => Promise<Server>> = {
      service: (more) => startService(service, more),
      peer_sync: (more) => startPeer("sync", more),
      peer_async: (more) => startPeer("async", more),
    }
    const plain: Subject[] = []
    const storing: StoringSubject[] = []
    for (const [database, starter] of Object.entries(starters)) {
      plain.push(subject(await started(starter(options))))
      const databaseUrl = await cluster.createDatabase(database)
      const rows = async () => Number(await cluster.query(database, "SELECT count(*) FROM predictions"))
      storing.push({ ...subject(await started(starter({ ...options, databaseUrl }))), rows })
    }
    plain.push(subject(await started(startFloor(options))))
    return { plain, storing, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function subject(server: Server): Subject {
  return { server, url: `${server.url}/classify` }
}
