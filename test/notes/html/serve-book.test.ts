import { request, type IncomingHttpHeaders } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { serveBook, type ServedBook } from "../../../src/notes/html/serve-book.js"
import { sampleBook } from "./sample-book.js"

let served: ServedBook
beforeAll(async () => {
  served = await serveBook(sampleBook())
})
afterAll(() => served.close())

describe("serveBook", () => {
  it("gives every file of the book with its type", async () => {
    expect(await ask("/")).toMatchObject({ status: 200, text: served.book.files.get("index.html") })
    for (const [name, text] of served.book.files) expect(await ask(`/${name}`)).toMatchObject({ status: 200, text })
    expect((await ask("/book.js")).headers["content-type"]).toBe("text/javascript; charset=utf-8")
    expect((await ask("/block5.html?x=1")).headers["content-type"]).toBe("text/html; charset=utf-8")
  })

  it("lets nothing run, load or look in that is not of the book", async () => {
    const { headers } = await ask("/")
    expect(headers["content-security-policy"]).toContain("default-src 'none'")
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'")
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" })
  })

  it("answers HEAD without a body", async () => {
    const { status, text, headers } = await ask("/", { method: "HEAD" })
    expect({ status, text }).toEqual({ status: 200, text: "" })
    expect(Number(headers["content-length"])).toBeGreaterThan(1000)
  })

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s", async (method) => {
    expect(await ask("/", { method })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } })
  })

  it.each(["/missing.html", "/../package.json", "/%2e%2e/package.json", "//etc/passwd", "/.course-book"])(
    "has no %s",
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )

  it("answers to its own names alone", async () => {
    const port = new URL(served.url).port
    expect((await ask("/", { host: `localhost:${port}` })).status).toBe(200)
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", "localhost:1"])
      expect((await ask("/", { host })).status, host).toBe(421)
  })

  it("listens on this machine alone, on the port that was named", async () => {
    const port = Number(new URL(served.url).port)
    await expect(serveBook(sampleBook(), { port })).rejects.toMatchObject({ code: "COURSE_PORT_TAKEN" })
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  })

  it("closes while a browser keeps its connection", async () => {
    const other = await serveBook(sampleBook())
    await (await fetch(other.url)).text()
    await other.close()
    await expect(fetch(other.url)).rejects.toThrow()
  })
})

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  text: string
}

/** As `fetch` cannot ask: with any host, and with a path as it is. */
function ask(path: string, { method = "GET", host }: { method?: string; host?: string } = {}): Promise<Answer> {
  const { hostname, port } = new URL(served.url)
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host }
    const asked = request({ hostname, port, path, method, headers }, (response) => {
      let text = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => (text += chunk))
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
    asked.on("error", reject)
    asked.end()
  })
}
