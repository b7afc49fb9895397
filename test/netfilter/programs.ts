// The small programs that answer and dial inside the namespaces, as text for `node -e`.

/** Tells each client who answers at which address, and from where the client came. */
export function serverProgram(name: string, addresses: readonly string[], ports: readonly number[]): string {
  return `
const plain = (address) => address.replace(/^::ffff:/, "")
const say = (address, port, from, fromPort) => ["${name}", plain(address), port, plain(from), fromPort].join(" ")
let left = ${addresses.length * ports.length + ports.length}
const ready = () => { left -= 1; if (left === 0) console.log("ready") }
for (const port of ${JSON.stringify(ports)}) {
  require("net").createServer((socket) => {
    socket.on("error", () => {})
    socket.end(say(socket.localAddress, socket.localPort, socket.remoteAddress, socket.remotePort))
  }).listen(port, "::", ready)
  for (const address of ${JSON.stringify(addresses)}) {
    const socket = require("dgram").createSocket(address.includes(":") ? "udp6" : "udp4")
    socket.on("message", (_, from) => socket.send(say(address, port, from.address, from.port), from.port, from.address))
    socket.bind(port, address, ready)
  }
}`
}

/** Reads one flow a line, dials it from its source port, and prints that port and what came of it. */
export const dialProgram = `
const { createInterface } = require("node:readline")
const net = require("node:net")
const dgram = require("node:dgram")
const end = (flow, outcome) => console.log(flow.sourcePort + " " + outcome)
const dialTcp = (flow) => {
  const socket = net.connect({ host: flow.destination, port: flow.destinationPort, localPort: flow.sourcePort })
  let said = ""
  let outcome = "timeout"
  const late = setTimeout(() => socket.destroy(), flow.waitMs)
  socket.on("data", (piece) => { said += piece })
  socket.on("end", () => { outcome = said })
  socket.on("error", (error) => { outcome = error.code })
  socket.on("close", () => { clearTimeout(late); end(flow, outcome) })
}
const dialUdp = (flow) => {
  const socket = dgram.createSocket(flow.destination.includes(":") ? "udp6" : "udp4")
  let outcome = "timeout"
  let open = true
  const close = () => { if (open) { open = false; clearTimeout(late); socket.close(() => end(flow, outcome)) } }
  const late = setTimeout(close, flow.waitMs)
  socket.on("message", (said) => { outcome = String(said); close() })
  socket.on("error", (error) => { outcome = error.code; close() })
  socket.bind(flow.sourcePort, () => socket.connect(flow.destinationPort, flow.destination, (error) => {
    if (error) { outcome = error.code; close() } else socket.send("hello", (late) => { if (late) { outcome = late.code; close() } })
  }))
}
createInterface({ input: process.stdin }).on("line", (line) => {
  const flow = JSON.parse(line)
  if (flow.protocol === "tcp") dialTcp(flow)
  else dialUdp(flow)
})`
