import { expect } from 'vitest'

/** An answer as far as problems are concerned. */
export interface Answer {
  readonly status: number
  readonly contentType: string | null
  readonly text: string
}

/** Traces of our insides: paths, stack frames, SQL, names of libraries. */
const INSIDES =
  /\bat \S+ \(|node_modules|\/src\/|\/dist\/|\.[jt]s:\d+|SELECT |INSERT |UPDATE |typeorm|postgres|redis|fastify|zod/i

/** Expects problem details that blame the request, have the stable `code` and show nothing of our insides. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect([answer.status, codeOf(answer)]).toEqual([status, code])
  expectRefusal(answer)
}

/** Expects a 4xx with whole problem details, whichever. */
export function expectRefusal(answer: Answer): void {
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.contentType).toMatch(/^application\/problem\+json/)
  const problem = JSON.parse(answer.text) as Record<string, unknown>
  expect(problem).toMatchObject({
    type: `urn:bicoastal:problem:${String(problem['code'])}`,
    title: expect.stringMatching(/./),
    status: answer.status,
    code: expect.stringMatching(/^[a-z][a-z_]+$/),
    detail: expect.stringMatching(/./),
  })
  expect(ownWords(problem)).not.toMatch(INSIDES)
  expect(answer.text.length).toBeLessThan(20_000)
}

/** The problem without what it repeats of the request: a caller may name a field "zod". */
function ownWords(problem: Record<string, unknown>): string {
  const faults = (problem['faults'] ?? []) as readonly { readonly message: string }[]
  // Names are quoted, and a long message is cut, so that a closing quote may be missing.
  const messages = faults.map(({ message }) => message.replace(/"[^]*/, ''))
  return JSON.stringify({ ...problem, faults: messages })
}

function codeOf({ text }: Answer): unknown {
  try {
    return (JSON.parse(text) as { code?: unknown }).code
  } catch {
    return `no JSON: ${text.slice(0, 100)}`
  }
}
