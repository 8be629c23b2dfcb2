import { type TestRegion, applicationScript, startServerProgram } from '@bicoastal/testkit'
import { compare } from '../load/compare.js'
import { baselineScript } from './baseline-script.js'
import type { Measurement } from './benchmark.js'
import { NEW_PRODUCT } from './new-product.js'
import { ratioMeasurement } from './ratio-measurement.js'

/** The shop's table without triggers, versions and publication, in the same database. */
const PLAIN_TABLE = `
  CREATE SCHEMA bench;
  CREATE TABLE bench.products (LIKE public.products INCLUDING DEFAULTS INCLUDING INDEXES);
  GRANT USAGE ON SCHEMA bench TO bicoastal_app;
  GRANT SELECT, INSERT ON bench.products TO bicoastal_app`

/** Columns of the merge policies; the baseline's table does without them. */
const BOOKKEEPING = `
  SELECT column_name FROM information_schema.columns
  WHERE table_schema = 'bench' AND table_name = 'products' AND column_name LIKE '\\_%'`

/** A product write through the api, against bare Fastify and pg with the same statement on a plain table. */
export async function benchmarkProductWrite(
  region: TestRegion,
  options: { readonly rounds: number; readonly secondsPerRound: number },
): Promise<Measurement> {
  await region.sql.query(PLAIN_TABLE)
  const { rows } = await region.sql.query<{ column_name: string }>(BOOKKEEPING)
  for (const { column_name } of rows) await region.sql.query(`ALTER TABLE bench.products DROP COLUMN ${column_name}`)
  const logDirectory = region.servers.directory
  const api = await startServerProgram({
    name: 'api-write',
    script: applicationScript('api'),
    environment: region.environment('api-write'),
    logDirectory,
    readyPath: '/health/ready',
  })
  const baseline = await startServerProgram({
    name: 'baseline-write',
    script: baselineScript('product-write'),
    environment: region.environment('baseline-write'),
    logDirectory,
    readyPath: '/',
  })
  const origin = (instance: string) => `http://127.0.0.1:${region.environment(instance)['HTTP_PORT']}`
  const authorization = `Bearer ${await region.tokens.token({ roles: ['merchant'], subject: 'bench' })}`
  const request = { method: 'POST', body: JSON.stringify(NEW_PRODUCT) } as const
  const headers = { 'content-type': 'application/json', authorization }
  try {
    const comparison = await compare(
      {
        name: 'api',
        target: { ...request, headers, origin: origin('api-write'), paths: ['/v1/products'] },
        pid: api.pid,
      },
      {
        name: 'bare Fastify + pg',
        target: { ...request, headers, origin: origin('baseline-write'), paths: ['/products'] },
        pid: baseline.pid,
      },
      options,
    )
    return ratioMeasurement('product write', 'bare Fastify + pg, plain table, same statement', comparison)
  } finally {
    await Promise.all([api.stop(), baseline.stop()])
  }
}
