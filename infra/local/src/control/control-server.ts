import { chmodSync, rmSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { isBicoastalError } from '@bicoastal/kernel'
import { InvalidOrderError } from './invalid-order.error.js'
import type { Route } from './routes.js'
import { SocketPathError } from './socket-path.error.js'
import { UnknownRouteError } from './unknown-route.error.js'

/** Linux keeps 108 bytes for the path of a unix socket, one of them for its end. */
const LONGEST_SOCKET_PATH = 107

/** Serves the supervisor's routes as JSON over HTTP on a unix socket that only its owner may open. */
export class ControlServer {
  readonly #server: Server

  constructor(routes: readonly Route[]) {
    this.#server = createServer((request, response) => void answer(routes, request, response))
  }

  /**
   * Opens the socket, in place of one that a dead supervisor left.
   *
   * @throws SocketPathError when the path is longer than the system allows.
   */
  async listen(socket: string): Promise<void> {
    if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH) throw new SocketPathError(socket, LONGEST_SOCKET_PATH)
    rmSync(socket, { force: true })
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(socket, resolve)
    })
    chmodSync(socket, 0o600)
  }

  /** Closes the socket when the requests under way are answered. */
  close(): void {
    this.#server.close()
    this.#server.closeIdleConnections()
  }
}

async function answer(routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    send(response, 200, await dispatch(routes, request))
  } catch (error) {
    const { message } = error instanceof Error ? error : { message: String(error) }
    const known = isBicoastalError(error) ? error : { code: 'unexpected', advice: 'Read supervisor.log of the stack.' }
    send(response, 400, { code: known.code, message, advice: known.advice })
  }
}

async function dispatch(routes: readonly Route[], request: IncomingMessage): Promise<unknown> {
  const path = decodeURIComponent(request.url ?? '/')
  const body = await readJson(request)
  for (const route of routes) {
    const match = route.method === request.method ? route.path.exec(path) : null
    if (match) return route.handle(match.slice(1), body)
  }
  throw new UnknownRouteError(`${request.method} ${path}`)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = Buffer.concat(await request.toArray()).toString()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidOrderError('the body', 'JSON')
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null))
}
