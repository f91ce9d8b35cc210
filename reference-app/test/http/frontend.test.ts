import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import Fastify from "fastify"
import { expect, onTestFinished, test } from "vitest"
import { MissingPageError, serveFrontend } from "../../src/http/frontend.js"

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "pixelwise-page-"))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test("serves the page at / and its files, and nothing beside them", async () => {
  const path = await folder()
  await mkdir(join(path, "page", "assets"), { recursive: true })
  await writeFile(join(path, "page", "index.html"), "<!doctype html><title>page</title>")
  await writeFile(join(path, "page", "assets", "main-0123456789.js"), "export {}")
  await writeFile(join(path, "page", ".hidden"), "secret")
  await writeFile(join(path, "secret"), "secret")
  const app = Fastify()
  await serveFrontend(app, join(path, "page"))
  const page = await app.inject("/")
  expect([page.statusCode, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"])
  expect(page.headers["cache-control"]).toBe("no-cache")
  const script = await app.inject("/assets/main-0123456789.js")
  expect([script.statusCode, script.headers["content-type"]]).toEqual([200, "application/javascript; charset=utf-8"])
  expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable")
  for (const url of [
    "/secret",
    "/../secret",
    "/..%2fsecret",
    "/assets/../../secret",
    "/.hidden",
    "/assets/",
    "/nothing",
  ])
    expect([url, (await app.inject(url)).statusCode]).toEqual([url, 404])
})

test("refuses to start without a page", async () => {
  await expect(serveFrontend(Fastify(), await folder())).rejects.toThrow(MissingPageError)
})
