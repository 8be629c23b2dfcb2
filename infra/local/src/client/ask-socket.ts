import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { OrderRefusedError } from './order-refused.error.js'
import { StackNotRunningError } from './stack-not-running.error.js'

/**
 * One request to a supervisor over its unix socket; resolves with the JSON of the answer. There is no time limit: an
 * order is answered when it is carried out.
 *
 * @throws StackNotRunningError when nobody answers, OrderRefusedError when the answer is a refusal.
 */
export async function askSocket<T>(socket: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const { status, text } = await exchange(socket, method, path, body).catch((cause: unknown) => {
    throw new StackNotRunningError(socket, cause)
  })
  const answer = JSON.parse(text)
  if (status !== 200) throw new OrderRefusedError(answer.code, answer.message, answer.advice)
  return answer as T
}

async function exchange(socketPath: string, method: string, path: string, body: unknown) {
  const outgoing = request({ socketPath, method, path, agent: false })
  outgoing.end(body === undefined ? undefined : JSON.stringify(body))
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() }
}
