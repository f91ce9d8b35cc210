import { randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { projectFolder } from "../lab/project-folder.js"
import { startCluster, type Cluster } from "./service/cluster.js"
import { drawings, writeBodies } from "./service/drawings.js"
import { measure, type Row, type Subject } from "./service/measure.js"
import { million, type MemoryMark } from "./service/million.js"
import { startFloor, startPeer, startService, type Server } from "./service/servers.js"
import { verifyAnswers } from "./service/verify.js"

export interface ServiceBenchOptions {
  /** Fewer and shorter rounds: for a look, not for a record. */
  quick?: boolean
  /** Also sends a million requests to the service and notes its memory. */
  million?: boolean
  /** The folder of the built service; this project's reference service unless told otherwise. */
  service?: string
}

export interface ServiceBench {
  rounds: number
  secondsPerRound: number
  /** Nothing is stored: the service's POST /preview, the peer without a database, the floor. */
  withoutDatabase: Row[]
  /** One committed row per answer: POST /classify of the service and of the peer. */
  withDatabase: Row[]
  /** Rows in each server's table after its last answer, and answers that said 200 until then. */
  stored: { server: string; rows: number; answers: number }[]
  memory?: MemoryMark[]
}

const CONNECTIONS = [1, 16, 64, 256]

/**
 * Measures the reference service beside the lecture's own stack and beside the least that a Node.js server can do: one load generator,
 * one machine, one run, servers in turn within every round.
 */
export async function benchService(options: ServiceBenchOptions, say: (line: string) => void): Promise<ServiceBench> {
  const service = path.resolve(options.service ?? projectFolder("reference-app"))
  const [rounds, seconds] = options.quick ? [1, 2] : [3, 5]
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-service-"))
  const key = randomBytes(24).toString("hex")
  const drawn = drawings()
  const bodies = path.join(folder, "bodies.txt")
  const running: { stop(): Promise<void> }[] = []
  const started = <Stoppable extends { stop(): Promise<void> }>(thing: Stoppable): Stoppable => {
    running.unshift(thing)
    return thing
  }
  try {
    await writeBodies(bodies, drawn)
    say("Starting PostgreSQL and the servers")
    const cluster = started(await startCluster())
    const common = { folder, key }
    const ours = started(
      await startService(service, { ...common, databaseUrl: await cluster.createDatabase("service") }),
    )
    const peers = await Promise.all(
      (["sync", "async"] as const).map(async (handler) => ({
        plain: started(await startPeer(handler, common)),
        storing: started(
          await startPeer(handler, { ...common, databaseUrl: await cluster.createDatabase(`peer_${handler}`) }),
        ),
      })),
    )
    const floor = started(await startFloor(common))
    const setting = { bodies, key, rounds, seconds, connections: CONNECTIONS, say }
    const without: Subject[] = [
      subject(ours, "/preview"),
      ...peers.map(({ plain }) => subject(plain, "/classify")),
      subject(floor, "/classify"),
    ]
    const withRows: Subject[] = [
      subject(ours, "/classify"),
      ...peers.map(({ storing }) => subject(storing, "/classify")),
    ]
    for (const { server, url } of [...without, ...withRows]) if (server !== floor) await verifyAnswers(url, key, drawn)
    say("Measuring without a database")
    const withoutDatabase = await measure(without, setting)
    say("Measuring with PostgreSQL")
    const before = await Promise.all(DATABASES.map((name) => countRows(cluster, name)))
    const withDatabase = await measure(withRows, setting)
    const stored = await Promise.all(
      withRows.map(async ({ server }, index) => ({
        server: server.name,
        rows: (await countRows(cluster, DATABASES[index] ?? "")) - (before[index] ?? 0),
        answers: withDatabase.filter((row) => row.server === server.name).reduce((sum, row) => sum + row.answers, 0),
      })),
    )
    const memory = options.million
      ? await million({ server: ours, url: `${ours.url}/classify`, bodies, key, say })
      : undefined
    return { rounds, secondsPerRound: seconds, withoutDatabase, withDatabase, stored, ...(memory && { memory }) }
  } finally {
    for (const thing of running) await thing.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** In the order of the servers that store. */
const DATABASES = ["service", "peer_sync", "peer_async"]

function subject(server: Server, route: string): Subject {
  return { server, url: `${server.url}${route}` }
}

async function countRows(cluster: Cluster, database: string): Promise<number> {
  return Number(await cluster.query(database, "SELECT count(*) FROM predictions"))
}
