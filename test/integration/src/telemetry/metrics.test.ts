import { MetricsServer } from '@bicoastal/telemetry'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TrialApplication, startTrialApplication } from '../http/trial-application.js'

let trial: TrialApplication
let metricsUrl: string

beforeAll(async () => {
  trial = await startTrialApplication()
  metricsUrl = `http://127.0.0.1:${trial.app.get(MetricsServer).port}`
})
afterAll(() => trial.stop())

/** The number of requests with these labels so far. */
async function count(labels: string): Promise<number> {
  const { text } = await request(metricsUrl).get('/metrics').expect(200)
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`http_request_duration_seconds_count{region="west",${labels}}`))
  return line === undefined ? 0 : Number(line.split(' ').at(-1))
}

test('requests are counted by the template of their route, not by their path', async () => {
  const ids = ['9f2c8d0e-6b1a-4c3d-8e5f-0a1b2c3d4e5f', '0b0e6a51-7a3f-4c4e-9d0a-5b6c7d8e9f00']
  for (const id of ids) await request(trial.url).get(`/things/${id}`).expect(200)
  await request(trial.url).get('/things/42').expect(400)
  expect(await count('method="GET",route="/things/:id",status="200"')).toBe(2)
  expect(await count('method="GET",route="/things/:id",status="400"')).toBe(1)
})

test('guesses of a scanner are one series, however many', async () => {
  for (const path of ['/.env', '/wp-login.php', '/admin']) await request(trial.url).get(path).expect(404)
  expect(await count('method="GET",route="none",status="404"')).toBe(3)
  expect((await request(metricsUrl).get('/metrics')).text).not.toContain('wp-login')
})

test('the metrics of the process itself carry the region, too', async () => {
  const { text, headers } = await request(metricsUrl).get('/metrics')
  expect(headers['content-type']).toContain('text/plain')
  expect(text).toMatch(/^process_cpu_seconds_total\{region="west"\} /m)
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds\{region="west"\} /m)
})

test('processes without any other port tell there that they live', async () => {
  await request(metricsUrl).get('/health/live').expect(200, { status: 'ok' })
})

test('metrics have a port of their own, which serves nothing else', async () => {
  expect((await request(trial.url).get('/metrics')).status).toBe(404)
  expect((await request(metricsUrl).get('/things')).status).toBe(404)
  expect((await request(metricsUrl).post('/metrics')).status).toBe(404)
})
