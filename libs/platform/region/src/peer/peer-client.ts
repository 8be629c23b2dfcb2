import { PeerConfig, RegionConfig } from '@bicoastal/config'
import { type Milliseconds, peerOf } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import type { z } from 'zod'
import { credentialHeaders } from './credentials.js'
import { PeerRefusedError } from './peer-refused.error.js'
import { PeerUnreachableError } from './peer-unreachable.error.js'

/** A request to the peer region. */
export interface PeerQuestion<Answer> {
  /** A route protected by `@PeerOnly()`, starting with a slash. */
  readonly path: string
  /** Sent as JSON by POST; without it the request is a GET. */
  readonly body?: object
  /** What an answer must be. Let it ignore fields it does not know: the peer may run the next version already. */
  readonly answer: z.ZodType<Answer>
  /** How long to wait for the whole answer. */
  readonly deadline: Milliseconds
}

/**
 * Speaks with the peer region over HTTP, through its edge. One attempt per question and no retries: whoever asks knows
 * whether repeating is safe, and how much time is left.
 */
@Injectable()
export class PeerClient {
  readonly #peer
  readonly #headers: Readonly<Record<string, string>>

  constructor(
    private readonly config: PeerConfig,
    { region }: RegionConfig,
  ) {
    this.#peer = peerOf(region)
    this.#headers = credentialHeaders(region, config.secret.reveal())
  }

  /**
   * Asks once.
   *
   * @throws PeerUnreachableError when no usable answer came within the deadline; what was asked for may have happened.
   * @throws PeerRefusedError when the peer answered 4xx: it did nothing.
   */
  async ask<Answer>(question: PeerQuestion<Answer>): Promise<Answer> {
    const { status, region, text } = await this.#send(question)
    if (status >= 500) throw new PeerUnreachableError(`it failed with status ${status}`)
    // An address that leads back here would answer every question as if the peer agreed.
    if (region !== this.#peer) {
      throw new PeerUnreachableError(
        region === null ? 'something else is at its address' : `${region} is at its address`,
      )
    }
    const answered = parseJson(text)
    if (status >= 300) throw new PeerRefusedError(status, codeOf(answered))
    const parsed = question.answer.safeParse(answered)
    if (!parsed.success) throw new PeerUnreachableError('its answer is not understood here', parsed.error)
    return parsed.data
  }

  async #send({ path, body, deadline }: PeerQuestion<unknown>) {
    try {
      const response = await fetch(new URL(path, this.config.url), {
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: body === undefined ? null : JSON.stringify(body),
        redirect: 'manual',
        // Also ends the connection, which may be one that leads nowhere any more. Takes whole milliseconds only.
        signal: AbortSignal.timeout(Math.ceil(deadline)),
      })
      return { status: response.status, region: response.headers.get('x-region'), text: await response.text() }
    } catch (error) {
      throw new PeerUnreachableError(reasonOf(error, deadline), error)
    }
  }
}

function reasonOf(error: unknown, deadline: Milliseconds): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return `nothing came within ${deadline} ms`
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  // The code alone: a message would show addresses of our insides to callers.
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'the connection failed'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is not JSON fits no schema, and is reported as such.
    return undefined
  }
}

function codeOf(problem: unknown): string | undefined {
  const isProblem = typeof problem === 'object' && problem !== null && 'code' in problem
  return isProblem && typeof problem.code === 'string' ? problem.code : undefined
}
