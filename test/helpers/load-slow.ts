// Opens many connections that send their requests a byte at a time, and says every half second what became of them, as one JSON line,
// until its standard input ends. Reads what to do from the first line of its standard input.
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { slowOptions, type SlowCount } from "./load-messages.js"

const [line] = (await once(process.stdin, "data")) as [Buffer]
const { port, headers, bodies, byteEveryMs } = slowOptions.parse(JSON.parse(line.toString()))
const count: SlowCount = { open: 0, refused: 0, closed: 0, statuses: {} }
const sockets = new Set<Socket>()

for (let index = 0; index < headers; index++) open("GET /health HTTP/1.1\r\nHost: slow\r\nX-Slow: ")
for (let index = 0; index < bodies; index++)
  open("POST /classify HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n")

const trickle = setInterval(() => {
  for (const socket of sockets) if (socket.writable) socket.write("a")
}, byteEveryMs)
const tell = setInterval(() => process.stdout.write(`${JSON.stringify(count)}\n`), 500)
await once(process.stdin.resume(), "end")
clearInterval(trickle)
clearInterval(tell)
for (const socket of sockets) socket.destroy()
process.stdout.write(`${JSON.stringify(count)}\n`)

function open(start: string): void {
  const socket = connect(port, "127.0.0.1")
  let connected = false
  socket.on("connect", () => {
    connected = true
    count.open++
    sockets.add(socket)
    socket.write(start)
  })
  socket.on("data", (chunk: Buffer) => {
    const status = /^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1]
    if (status !== undefined) count.statuses[status] = (count.statuses[status] ?? 0) + 1
  })
  // A reset is one of the ways to be closed; "close" follows and counts it.
  socket.on("error", () => undefined)
  socket.on("close", () => {
    sockets.delete(socket)
    if (connected) count.open--
    count[connected ? "closed" : "refused"]++
  })
}
