import { once } from "node:events"
import { Agent, request, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, onTestFinished, test } from "vitest"
import { flat } from "../helpers/images.js"
import { KEY, openTestRecogniser, startService } from "../helpers/service.js"

/** A service that answers when it is told to, on a real port, and a client that keeps its connections. */
async function slowService() {
  const recogniser = await openTestRecogniser()
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const service = await startService({
    recogniser: {
      ...recogniser,
      ready: () => recogniser.ready(),
      recognise: async (image) => {
        await gate
        return recogniser.recognise(image)
      },
    },
  })
  await service.app.listen({ host: "127.0.0.1", port: 0 })
  const { port } = service.app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const ask = async (
    method: string,
    path: string,
    body?: string,
  ): Promise<{ response: IncomingMessage; body: string }> => {
    const headers = { "x-api-key": KEY, "content-type": "application/json" }
    const sent = request({ host: "127.0.0.1", port, agent, method, path, headers })
    sent.end(body)
    const [response] = (await once(sent, "response")) as [IncomingMessage]
    return { response, body: await text(response) }
  }
  return { ...service, ask, open: () => open() }
}

test("requests under way are answered, stored, and told to close; then the store closes", async () => {
  const { app, store, ask, open } = await slowService()
  const running = [1, 2, 3].map(() => ask("POST", "/classify", JSON.stringify({ pixels: flat(0) })))
  await sleep(200)
  const closed = app.close()
  await sleep(100)
  expect(store.closed).toBe(false)
  open()
  for (const { response, body } of await Promise.all(running)) {
    expect([response.statusCode, response.headers.connection]).toEqual([200, "close"])
    expect(JSON.parse(body)).toHaveProperty("prediction")
  }
  await closed
  expect(store.rows).toHaveLength(3)
  expect(store.closed).toBe(true)
})

test("a connection that is kept open and idle does not hold the end up", async () => {
  const { app, ask } = await slowService()
  const { response } = await ask("GET", "/version")
  expect(response.headers.connection).toBe("keep-alive")
  const begun = performance.now()
  await app.close()
  expect(performance.now() - begun).toBeLessThan(2_000)
})
