// Preloaded into the processes that we start: tells the parent each port that this very process listens on. A probe alone
// cannot: whoever has the port answers it, also another instance.
import { subscribe } from 'node:diagnostics_channel'

subscribe('tracing:net.server.listen:asyncEnd', ({ server }) => {
  const address = server.address()
  if (address?.port && process.connected) process.send({ listensOn: address.port })
})
