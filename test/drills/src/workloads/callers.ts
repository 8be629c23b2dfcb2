import { isRegionId, type Milliseconds, type RegionId, seconds } from '@bicoastal/kernel'
import { Agent, request } from 'undici'
import type { Attempt, Outcome } from '../history/attempt.js'
import type { History } from '../history/history.js'
import type { Operation } from './workload.js'

/** After this long without an answer callers give up; the write is then undetermined. */
const PATIENCE: Milliseconds = seconds(10)

interface Answer {
  readonly outcome: Outcome
  readonly status?: number
  readonly region?: RegionId
  readonly reason?: string
  readonly receipt?: unknown
}

/** Tokens of several people a role: the edge keeps each of them with one region, and a drill needs both regions loaded. */
export type Tokens = Readonly<Record<Operation['role'], readonly string[]>>

/** Callers of the global edge that make every request exactly once, and record what they came to know. */
export class Callers {
  private turn = 0
  private readonly agent = new Agent({ connections: 256, pipelining: 1, connect: { timeout: PATIENCE } })

  constructor(
    private readonly origin: string,
    private readonly tokens: Tokens,
    private readonly history: History,
  ) {}

  async attempt<Intent, Receipt>(workload: string, operation: Operation<Intent, Receipt>): Promise<void> {
    const tokens = this.tokens[operation.role]
    const startedAt = this.history.now()
    const answer = await this.ask(operation, tokens[this.turn++ % tokens.length] ?? '')
    const attempt: Attempt = {
      workload,
      operation: operation.name,
      startedAt,
      endedAt: this.history.now(),
      intent: operation.intent,
      ...answer,
    }
    this.history.record(attempt)
  }

  private async ask(operation: Operation, token: string): Promise<Answer> {
    try {
      const response = await request(`${this.origin}${operation.path}`, {
        dispatcher: this.agent,
        method: operation.method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(operation.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...operation.headers,
        },
        ...(operation.body === undefined ? {} : { body: JSON.stringify(operation.body) }),
        signal: AbortSignal.timeout(PATIENCE),
      })
      const text = await response.body.text()
      const region = response.headers['x-region']
      const answered = { status: response.statusCode, ...(isRegionId(region) ? { region } : {}) }
      const body = parsed(text)
      if (isAnswer(operation, response.statusCode, body)) {
        const facts = { status: response.statusCode, header: (name: string) => firstOf(response.headers[name]) }
        return { ...answered, outcome: 'acknowledged', receipt: operation.receipt(body, facts) }
      }
      const outcome = response.statusCode < 500 ? 'failed' : 'undetermined'
      return { ...answered, outcome, reason: `${response.statusCode} ${text.slice(0, 300)}` }
    } catch (error) {
      return { outcome: wasNeverSent(error) ? 'failed' : 'undetermined', reason: reasonOf(error) }
    }
  }

  async close(): Promise<void> {
    await this.agent.close()
  }
}

function isAnswer({ alsoAnswers = [] }: Operation, status: number, body: unknown): boolean {
  if ((status >= 200 && status < 300) || alsoAnswers.includes(status)) return true
  return isProblem(body) && alsoAnswers.includes(body.code)
}

function isProblem(body: unknown): body is { readonly code: string } {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
}

/** `null` for what is no JSON: a workload that needs more says what it misses. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

/** A refused connection is the one network error after which a write certainly did not happen. */
function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
