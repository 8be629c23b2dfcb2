import { connect } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TrialApplication, startTrialApplication } from './trial-application.js'

const ID = '9f2c8d0e-6b1a-4c3d-8e5f-0a1b2c3d4e5f'
let trial: TrialApplication
let agent: ReturnType<typeof request>

beforeAll(async () => {
  trial = await startTrialApplication()
  agent = request(trial.url)
})
afterAll(() => trial.stop())

/** Sends a text as the JSON body of a POST. */
const json = (body: string) => agent.post('/things').set('content-type', 'application/json').send(body)

/** Sends bytes as they are and reads all that comes back until the server closes. */
async function exchange(bytes: string): Promise<string> {
  const socket = connect(trial.port, '127.0.0.1')
  socket.end(bytes)
  return readAll(socket)
}

describe('a request that cannot be accepted', () => {
  test.each([
    ['malformed JSON', () => json('{"name":'), 400, 'malformed_json'],
    ['JSON that reaches for a prototype', () => json('{"__proto__":{"admin":true}}'), 400, 'malformed_json'],
    ['half a megabyte of brackets', () => json('['.repeat(500_000)), 400, 'malformed_json'],
    ['no body', () => agent.post('/things'), 400, 'invalid_request'],
    ['an empty JSON body', () => json(''), 400, 'invalid_request'],
    ['a value of the wrong type', () => json('{"name":1,"size":{"width":1}}'), 400, 'invalid_request'],
    ['an unknown field', () => json('{"name":"a","size":{"width":1},"nmae":"b"}'), 400, 'invalid_request'],
    ['an unknown nested field', () => json('{"name":"a","size":{"width":1,"hight":2}}'), 400, 'invalid_request'],
    ['a NUL character', () => json('{"name":"a\\u0000","size":{"width":1}}'), 400, 'invalid_request'],
    ['half a surrogate pair', () => json('{"name":"\\ud800","size":{"width":1}}'), 400, 'invalid_request'],
    ['a form', () => agent.post('/things').type('form').send({ name: 'a' }), 415, 'content_type_unsupported'],
    ['plain text', () => agent.post('/things').type('text').send('a'), 415, 'content_type_unsupported'],
    ['a body above 1 MiB', () => json(`"${'a'.repeat(1024 * 1024)}"`), 413, 'body_too_large'],
    ['an unknown path', () => agent.get('/thingies'), 404, 'route_not_found'],
    ['a method that the path does not take', () => agent.delete(`/things/${ID}`), 405, 'method_not_allowed'],
    ['an id that is no UUID', () => agent.get('/things/42'), 400, 'invalid_request'],
    ['a path that cannot be decoded', () => agent.get('/things/%zz'), 400, 'malformed_request'],
    ['an endless id', () => agent.get(`/things/${'a'.repeat(500)}`), 414, 'path_too_long'],
    ['an unknown query parameter', () => agent.get('/things?limt=5'), 400, 'invalid_request'],
    ['a repeated query parameter', () => agent.get('/things?limit=5&limit=6'), 400, 'invalid_request'],
    ['a query parameter of the wrong type', () => agent.get('/things?limit=many'), 400, 'invalid_request'],
    ['a missing Idempotency-Key', () => agent.post('/things/orders'), 400, 'idempotency_key_invalid'],
    [
      'an endless Idempotency-Key',
      () => agent.post('/things/orders').set('idempotency-key', 'k'.repeat(256)),
      400,
      'idempotency_key_invalid',
    ],
    [
      'an Idempotency-Key with spaces',
      () => agent.post('/things/notes').set('idempotency-key', 'a b'),
      400,
      'idempotency_key_invalid',
    ],
  ])('%s is answered with problem details', async (_what, send, status, code) => {
    const response = await send()
    expect(response.status).toBe(status)
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(response.headers['x-region']).toBe('west')
    expect(response.body).toMatchObject({ status, code, type: `urn:bicoastal:problem:${code}` })
    expect(response.body.detail).toBeTypeOf('string')
    expect(response.text).not.toMatch(/\bat .*\.[jt]s|node_modules/)
    expect(response.text.length).toBeLessThan(10_000)
  })

  test('names every field that is wrong', async () => {
    const response = await json('{"size":{"width":"1"},"colour":"red"}')
    const fields = response.body.faults.map((fault: { field: string }) => fault.field)
    expect(fields).toEqual(expect.arrayContaining(['name', 'size.width', '']))
    expect(response.body.faults.every((fault: { in: string }) => fault.in === 'body')).toBe(true)
  })

  test('says which methods the path takes', async () => {
    const response = await agent.put('/things')
    expect(response.headers['allow']?.split(', ').toSorted()).toEqual(['GET', 'HEAD', 'POST'])
  })

  test.each([
    ['headers that are too large', `GET /things HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['something that is not HTTP', 'HELLO\r\n\r\n', 400],
    ['a length that is none', 'POST /things HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n', 400],
  ])('%s is answered on the bare socket, too', async (_what, bytes, status) => {
    const answer = await exchange(bytes)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toContain('content-type: application/problem+json')
    expect(answer).toContain('x-region: west')
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status })
  })
})

describe('a request that is accepted', () => {
  test('gets its UUID in lower case, and JSON text as it is', async () => {
    const response = await agent.get(`/things/${ID.toUpperCase()}`).expect(200)
    expect(response.text).toBe(`{ "id": "${ID}" }`)
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(response.headers['x-region']).toBe('west')
  })

  test('may bring an Idempotency-Key of 255 characters, or none where it is optional', async () => {
    const key = '!~'.repeat(127).concat('x')
    expect((await agent.post('/things/orders').set('idempotency-key', key)).body).toEqual({ key })
    expect((await agent.post('/things/notes')).body).toEqual({ key: null })
  })
})

describe('a fault of ours', () => {
  test('is told without its reason, but with a name for the log', async () => {
    const response = await agent.get('/things/broken/bug')
    expect(response.status).toBe(500)
    expect(response.body).toMatchObject({ code: 'internal_error', instance: expect.stringMatching(/^urn:uuid:/) })
    expect(response.text).not.toContain('hunter2')
    expect(response.headers['x-region']).toBe('west')
  })

  test('of a dependency keeps its code and says when to come back, not where the dependency is', async () => {
    const response = await agent.get('/things/broken/dependency')
    expect(response.status).toBe(503)
    expect(response.headers['retry-after']).toBe('7')
    expect(response.body).toMatchObject({ code: 'dependency_away', advice: 'Repeat the request.' })
    expect(response.text).not.toContain('10.0.0.7')
  })
})
