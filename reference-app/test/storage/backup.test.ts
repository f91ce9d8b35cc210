import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest"
import { databaseUrl } from "../../src/config.js"
import { migrate } from "../../src/storage/migrations.js"
import { openStore } from "../../src/storage/open-store.js"
import { sql } from "./helpers/databases.js"
import { postgresBinaries, startPostgres, type PostgresServer } from "./helpers/postgres-server.js"
import { prediction } from "./helpers/predictions.js"
import { until } from "./helpers/until.js"

const DEPLOY = fileURLToPath(new URL("../../deploy/", import.meta.url))

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** A home with a `.env`, and scripts that run there with nothing else in their environment. */
interface Home {
  readonly folder: string
  run(script: string, args?: string[], environment?: Record<string, string>): Promise<Ended>
}

async function home(env: string): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-home-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, ".env"), env, { mode: 0o600 })
  const PATH = `${postgresBinaries ?? ""}:${process.env.PATH}`
  return {
    folder,
    run: async (script, args = [], environment = {}) => {
      const child = spawn("bash", [script, ...args], {
        env: { PATH, HOME: folder, PIXELWISE_DIR: folder, ...environment },
        cwd: "/",
        stdio: ["ignore", "pipe", "pipe"],
      })
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
      return { status: child.exitCode, out, err }
    },
  }
}

describe("where the scripts look for the database", () => {
  const settings = `. ${DEPLOY}lib/common.sh; . ${DEPLOY}lib/database.sh; use_database;
    printf '%s\\n' "$PGHOST" "$PGPORT" "$PGUSER" "$PGPASSWORD" "$PGDATABASE"`

  test.each([
    ["postgresql://pixelwise@localhost:5433/pixelwise", "", ["localhost", "5433", "pixelwise", "", "pixelwise"]],
    ["postgresql://pixelwise@localhost/db", "p w", ["localhost", "5432", "pixelwise", "p w", "db"]],
    ["postgresql://u:a%40b%25%2F@[::1]:6/d%20b", "other", ["::1", "6", "u", "a@b%/", "d b"]],
    ["postgres://u:${DB_PASSWORD}@h/d", "$(touch /tmp/x)`'\"", ["h", "5432", "u", "$(touch /tmp/x)`'\"", "d"]],
    ["postgresql://u:a:b@h/d?sslmode=require", "", ["h", "5432", "u", "a:b", "d"]],
    ["postgresql://u@/d?host=%2Frun%2Fpg", "ö", ["/run/pg", "5432", "u", "ö", "d"]],
  ])("%s with the password %s", async (url, password, expected) => {
    const { folder, run } = await home(`DATABASE_URL=${url}\r\nDB_PASSWORD=${password}\n`)
    await writeFile(join(folder, "script"), settings)
    const { status, out, err } = await run(join(folder, "script"))
    expect({ status, out: out.split("\n").slice(0, -1), err }).toEqual({ status: 0, out: expected, err: "" })
    if (!url.includes("@/") && !url.includes("a:b")) {
      const seen = new URL(databaseUrl(url, password))
      expect(decodeURIComponent(seen.password)).toBe(expected[3])
    }
  })

  test.each([
    ["", /DATABASE_URL is neither in the environment nor in/],
    ["pglite:data", /embedded database/],
    ["mysql://secret@h/d", /is not of the form/],
    ["postgresql://secret@h/d?options=-c", /the parameter options, which/],
  ])("%j is refused, and not repeated", async (url, message) => {
    const { folder, run } = await home(`DATABASE_URL=${url}\n`)
    await writeFile(join(folder, "script"), settings)
    const { status, err } = await run(join(folder, "script"))
    expect([status, err]).toEqual([2, expect.stringMatching(message)])
    expect(err).not.toContain("secret")
  })
})

describe.each(postgresBinaries ? [{ name: "a real server" }] : [])("on $name", { timeout: 60_000 }, () => {
  const PASSWORD = "it's %41 $HOME@:/ö"
  const role = { name: "pixelwise", password: PASSWORD }
  let server: PostgresServer
  let live: string
  let env: string
  const admin = (): Record<string, string> => ({ ADMIN_DATABASE_URL: server.url("postgres") })

  beforeAll(async () => {
    server = await startPostgres()
    await sql(server.url("postgres"), `CREATE ROLE pixelwise LOGIN PASSWORD '${PASSWORD.replace("'", "''")}'`)
    live = server.url("pixelwise", role)
    env = `DATABASE_URL=postgresql://pixelwise@127.0.0.1:${server.port}/pixelwise\nDB_PASSWORD="${PASSWORD}"\n`
  }, 60_000)
  afterAll(() => server.remove())
  beforeEach(async () => {
    await sql(server.url("postgres"), "DROP DATABASE IF EXISTS pixelwise WITH (FORCE)")
    await sql(server.url("postgres"), "CREATE DATABASE pixelwise OWNER pixelwise")
    await migrate(live)
    await sql(
      live,
      `INSERT INTO predictions (prediction, confidence, model_version, client_ip)
      SELECT n % 10, n / 1000.0, 'v1', E'line\\nbreak \\\\.' FROM generate_series(1, 1000) AS n`,
    )
    await sql(live, "INSERT INTO prediction_alternatives SELECT id, 'v2', '1', 0.5 FROM predictions WHERE id <= 50")
  }, 60_000)

  const databases = async (): Promise<string[]> =>
    (await sql(server.url("postgres"), "SELECT datname FROM pg_database ORDER BY 1")).map(({ datname }) =>
      String(datname),
    )
  const fingerprint = async (url: string): Promise<unknown> =>
    sql(
      url,
      `SELECT (SELECT md5(string_agg(p::text, '|' ORDER BY id)) FROM predictions p) AS rows,
      (SELECT count(*) FROM prediction_alternatives) AS alternatives, (SELECT count(*) FROM schema_migrations) AS applied`,
    )
  const save = async (at: Home): Promise<string> => {
    expect(await at.run(`${DEPLOY}backup.sh`)).toMatchObject({ status: 0, err: "" })
    const folder = join(at.folder, "pixelwise-backups")
    return join(
      folder,
      (await readdir(folder))
        .filter((name) => name.endsWith(".dump"))
        .sort()
        .at(-1)!,
    )
  }

  test("a backup is whole, private, and restored into a scratch database with equal rows", async () => {
    const at = await home(env)
    const file = await save(at)
    const modes = await Promise.all([file, join(file, "..")].map(async (path) => (await stat(path)).mode & 0o777))
    expect(modes).toEqual([0o600, 0o700])
    const { status, out } = await at.run(`${DEPLOY}restore.sh`, [file, "--into", "scratch"], admin())
    expect([status, out]).toEqual([0, expect.stringContaining("predictions: 1000 rows saved, 1000 restored")])
    expect(await fingerprint(server.url("scratch", role))).toEqual(await fingerprint(live))
    const again = await at.run(`${DEPLOY}restore.sh`, [file, "--into", "scratch"], admin())
    expect([again.status, again.err]).toEqual([2, expect.stringContaining("There is a database scratch already")])
    await sql(server.url("postgres"), "DROP DATABASE scratch")
  })

  test("a restore takes the place of the database under a running service, and keeps what was there", async () => {
    const at = await home(env)
    const saved = await fingerprint(live)
    const file = await save(at)
    const store = await openStore({ databaseUrl: live, persistence: "strict", onWarning: () => undefined })
    onTestFinished(() => store.close())
    await store.add([prediction()])
    const { status, out } = await at.run(`${DEPLOY}restore.sh`, [file], admin())
    expect(status).toBe(0)
    const kept = /kept as (pixelwise_before_\w+)/.exec(out)![1]!
    expect(await fingerprint(live)).toEqual(saved)
    expect(await sql(server.url(kept), "SELECT count(*)::int AS count FROM predictions")).toEqual([{ count: 1001 }])
    await until(() =>
      store.add([prediction()]).then(
        () => true,
        () => false,
      ),
    )
    expect(await store.page({ limit: 2 })).toHaveLength(2)
    await sql(server.url("postgres"), `DROP DATABASE ${kept}`)
  })

  test("a broken backup changes nothing and leaves nothing behind", async () => {
    const at = await home(env)
    const file = await save(at)
    const before = [await databases(), await fingerprint(live)]
    await truncate(file, Math.floor((await stat(file)).size * 0.8))
    const { status, err } = await at.run(`${DEPLOY}restore.sh`, [file], admin())
    expect([status, err]).toEqual([1, expect.stringMatching(/is as it was|nothing was changed/)])
    await writeFile(file, "no backup")
    expect(await at.run(`${DEPLOY}restore.sh`, [file], admin())).toMatchObject({ status: 1 })
    expect([await databases(), await fingerprint(live)]).toEqual(before)
  })

  test("old backups go when there is a new one, and only then", async () => {
    const at = await home(env)
    const folder = join(at.folder, "pixelwise-backups")
    await mkdir(folder)
    const old = ["20200101", "20210101", "20220101"].map((day) => `pixelwise-${day}T000000Z.dump`)
    for (const name of [...old, "notes.txt", ".partial-left-over"]) await writeFile(join(folder, name), "")
    const failed = await at.run(`${DEPLOY}backup.sh`, [], { PIXELWISE_KEEP_BACKUPS: "2", DB_PASSWORD: "wrong" })
    expect(failed).toMatchObject({ status: 1, err: expect.stringContaining("no backup was made") })
    expect(await readdir(folder)).toEqual(expect.arrayContaining(old))
    expect((await at.run(`${DEPLOY}backup.sh`, [], { PIXELWISE_KEEP_BACKUPS: "2" })).status).toBe(0)
    const left = (await readdir(folder)).filter((name) => name !== ".lock").sort()
    expect(left).toEqual(["notes.txt", old[2], expect.stringMatching(/^pixelwise-20[2-9]\d{5}T\d{6}Z\.dump$/)])
  })

  test("a database of something else is not saved", async () => {
    await sql(live, "DROP TABLE predictions CASCADE")
    const { status, err } = await (await home(env)).run(`${DEPLOY}backup.sh`)
    expect([status, err]).toEqual([1, expect.stringContaining("not the database of the service")])
  })

  test("the password is on no command line", async () => {
    const at = await home(env)
    const bin = join(at.folder, "bin")
    await mkdir(bin)
    // Notes what every program is called with, then becomes it.
    for (const name of ["pg_dump", "pg_restore", "psql"]) {
      const spy = `#!/bin/sh\nprintf '%s\\n' "$0 $*" >>${at.folder}/calls\nexec ${postgresBinaries}/${name} "$@"\n`
      await writeFile(join(bin, name), spy)
      await chmod(join(bin, name), 0o755)
    }
    const PATH = `${bin}:${process.env.PATH}`
    expect(await at.run(`${DEPLOY}backup.sh`, [join(at.folder, "b")], { PATH })).toMatchObject({ status: 0 })
    const [file] = (await readdir(join(at.folder, "b"))).filter((name) => name.endsWith(".dump"))
    const restored = await at.run(`${DEPLOY}restore.sh`, [join(at.folder, "b", file!), "--into", "s"], {
      PATH,
      ...admin(),
    })
    expect(restored).toMatchObject({ status: 0 })
    const calls = await readFile(join(at.folder, "calls"), "utf8")
    expect(calls.split("\n").length).toBeGreaterThan(6)
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), server.password]) expect(calls).not.toContain(secret)
    await sql(server.url("postgres"), "DROP DATABASE s")
  })
})
