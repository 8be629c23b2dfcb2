import { createServer } from 'node:net'

/** True when this process could listen on 127.0.0.1:`port` now. */
export function isBindable(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
