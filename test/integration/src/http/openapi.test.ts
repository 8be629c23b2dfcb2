import {
  CommitOutcomeUnknownError,
  DatabaseUnavailableError,
  PeerNotCaughtUpError,
  SessionNotYetVisibleError,
  StatementTimeoutError,
  TransactionConflictError,
} from '@bicoastal/database'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TrialApplication, startTrialApplication } from './trial-application.js'

let trial: TrialApplication
// oxlint-disable-next-line typescript/no-explicit-any -- an OpenAPI document is looked into at arbitrary depth here
let document: any

beforeAll(async () => {
  trial = await startTrialApplication()
  document = (await request(trial.url).get('/openapi.json').expect(200)).body
})
afterAll(() => trial.stop())

interface Parameter {
  readonly in: string
  readonly name: string
  readonly required: boolean
}

/** Where each parameter of an operation alone is, what it is called, and whether it must be there. */
const parameters = (path: string, method: string) =>
  (document.paths[path][method].parameters as Parameter[])
    .filter((each) => !('$ref' in each))
    .map((each) => [each.in, each.name, each.required])

/** What an operation shares with others, by name. */
const names = (reference: { readonly $ref?: string }) => reference.$ref?.split('/').at(-1)

describe('the OpenAPI document', () => {
  test('shows the schema that validates the body', () => {
    const { schema } = document.paths['/things'].post.requestBody.content['application/json']
    expect(schema).toMatchObject({ required: ['name', 'size'], additionalProperties: false })
    expect(schema.properties.name).toMatchObject({ type: 'string', minLength: 1, maxLength: 20 })
  })

  test('shows parameters of the path and of the query, and the header that makes a request safe to repeat', () => {
    expect(parameters('/things/{id}', 'get')).toEqual([['path', 'id', true]])
    expect(parameters('/things', 'get')).toEqual([['query', 'limit', false]])
    expect(parameters('/things/orders', 'post')).toEqual([['header', 'Idempotency-Key', true]])
    expect(parameters('/things/notes', 'post')).toEqual([['header', 'Idempotency-Key', false]])
  })

  test('shows who may call, and what the others are answered', () => {
    const operation = document.paths['/things/caller/merchant'].get
    expect(operation.security).toEqual([{ bearer: [] }])
    expect(operation.responses['401'].description).toContain('`unauthenticated`')
    expect(operation.responses['403'].description).toContain('`role_missing`')
    expect(document.paths['/things'].get.security).toBeUndefined()
  })

  test('refers only to what it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/([a-z]+)\/([^"]+)"/gi)]
    expect(new Set(references.map(([, kind]) => kind))).toEqual(new Set(['schemas', 'parameters', 'headers']))
    for (const [, kind, name] of references) expect(document.components).toHaveProperty([String(kind), String(name)])
  })

  test('shows the headers of sessions with what callers use, and those of durability where something is written', () => {
    const { get, post } = { get: document.paths['/things'].get, post: document.paths['/things/notes'].post }
    expect(get.parameters.map(names)).toEqual([undefined, 'Session', 'Consistency'])
    expect(post.parameters.map(names)).toEqual([undefined, 'Session', 'Consistency', 'Durability'])
    const told = Object.entries(post.responses).find(([status]) => status.startsWith('2'))?.[1] as { headers: object }
    expect(Object.keys(told.headers)).toEqual(['x-session', 'x-consistency', 'x-durability'])
  })

  test('leaves no mark of how it was made', () => {
    expect(JSON.stringify(document)).not.toContain('x-problem-')
  })

  test.each([
    new DatabaseUnavailableError(undefined),
    new StatementTimeoutError(undefined),
    new TransactionConflictError(3, undefined),
    new CommitOutcomeUnknownError(undefined),
    new SessionNotYetVisibleError(),
    new PeerNotCaughtUpError(0n, 0),
  ])('lists the code of $name', ({ code, status }) => {
    expect(document.info.description).toContain(`| ${status} | \`${code}\` |`)
  })
})

describe('the page at /docs', () => {
  test('is complete without the internet', async () => {
    const page = await request(trial.url).get('/docs').expect(200)
    expect(page.headers['content-type']).toContain('text/html')
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address))
    expect(assets.length).toBeGreaterThan(3)
    for (const address of assets) {
      const { host, pathname } = new URL(address, `${trial.url}/docs`)
      expect(host).toBe(new URL(trial.url).host)
      expect((await request(trial.url).get(pathname)).status).toBe(200)
    }
  })
})
