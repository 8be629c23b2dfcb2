import { eventually, seconds } from '@bicoastal/kernel'
import { migrateSchema } from '@bicoastal/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiUnderTest, startApi } from '../api/api-under-test.js'

let api: ApiUnderTest

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

/** Waits for an answer of `/health/ready`, and tells what it says of the schema. */
const untilReady = (wanted: boolean) =>
  eventually(
    async () => {
      const { status, body } = await api.request.get('/health/ready')
      return (status === 200) === wanted && { schema: body.details.schema }
    },
    { awaited: wanted ? 'the process to be ready' : 'the process not to be ready', deadline: seconds(30) },
  )

test.each([
  ['a merge trigger is missing', 'DROP TRIGGER zz_convergence_stamp_update ON products'],
  ['a merge trigger is off', 'ALTER TABLE products DISABLE TRIGGER zz_convergence_merge_update'],
])('a process is not ready while %s, and migrate repairs it', async (_what, drift) => {
  await untilReady(true)
  await api.region.sql.query(drift)
  const { schema } = await untilReady(false)
  expect(schema.reasons[0]).toContain('run "migrate schema"')
  await migrateSchema(api.region.environment('migrate'))
  await untilReady(true)
})

test('a process of an earlier release goes on beside a later one; one whose release was never installed is not ready', async () => {
  const { rows } = await api.region.sql.query('SELECT model, objects FROM convergence.installations')
  await api.region.sql.query(`INSERT INTO convergence.installations (model, objects) VALUES ('a later release', $1)`, [
    rows[0].objects,
  ])
  await untilReady(true)
  await api.region.sql.query('DELETE FROM convergence.installations WHERE model = $1', [rows[0].model])
  const { schema } = await untilReady(false)
  expect(schema.reasons[0]).toContain('not installed')
  await migrateSchema(api.region.environment('migrate'))
  await untilReady(true)
})
