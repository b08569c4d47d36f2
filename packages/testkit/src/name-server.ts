import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/**
 * A name server on this machine. `answer` gives the addresses of a name, IPv4 alone; undefined stays silent, and an empty
 * list says that there is no such name.
 */
export async function startNameServer(answer: (name: string) => string[] | undefined) {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const { name, end } = nameIn(query)
    asked.push(name)
    const found = answer(name)
    if (!found) return
    const isIPv4 = query.readUInt16BE(end) === 1
    const records = isIPv4 ? found : []
    const head = Buffer.from(query.subarray(0, 12))
    // A response to a query of one question; code 3 says that the name does not exist.
    head.writeUInt16BE(found.length ? 0x8180 : 0x8183, 2)
    for (const [at, count] of [1, records.length, 0, 0].entries()) head.writeUInt16BE(count, 4 + 2 * at)
    const rows = records.map((ip) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...ip.split('.').map(Number)]),
    )
    socket.send(Buffer.concat([head, query.subarray(12, end + 4), ...rows]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    /** The names of all queries so far, with repetitions. */
    asked,
    stop: () => socket.close(),
  }
}

function nameIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}
