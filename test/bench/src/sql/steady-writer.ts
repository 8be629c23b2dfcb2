import { quantile } from '../load/statistics.js'
import { setTimeout as delay } from 'node:timers/promises'
import type { Milliseconds } from '@bicoastal/kernel'
import { Client } from 'pg'

/**
 * Writes one row a transaction at a fixed pace inside the server, whoever is late: a client would take from the processors what is
 * measured. In: writes a second, how many of them, the writer's number, every how many a marker is written. Out: when each marker was
 * acknowledged, in seconds since 1970. Invariant: the schedule does not wait for anybody.
 */
export const CREATE_WRITER = `
  CREATE PROCEDURE public.bench_write(rate float8, writes int, writer int, every int, INOUT acknowledged float8[])
  LANGUAGE plpgsql AS $writer$
  DECLARE
    started timestamptz := clock_timestamp();
    ahead float8;
  BEGIN
    FOR number IN 1 .. writes LOOP
      ahead := number / rate - extract(epoch FROM clock_timestamp() - started);
      IF ahead > 0 THEN PERFORM pg_sleep(ahead); END IF;
      UPDATE public.items SET name = 'Lamp ' || number WHERE id = md5((writer * 1000 + number % 1000 + 1)::text)::uuid;
      IF every > 0 AND number % every = 0 THEN
        INSERT INTO public.markers SELECT coalesce(max(markers.number), 0) + 1 FROM public.markers;
      END IF;
      COMMIT;
      IF every > 0 AND number % every = 0 THEN
        acknowledged := acknowledged || extract(epoch FROM clock_timestamp())::float8;
      END IF;
    END LOOP;
  END
  $writer$`

/** Rows that every writer has for itself; they are there before. */
export const ROWS_PER_WRITER = 1000

/** How long after their acknowledgement writes were visible in the other server. */
export interface Lag {
  readonly writesPerSecond: number
  readonly p50: Milliseconds
  readonly p99: Milliseconds
  readonly highest: Milliseconds
  readonly samples: number
}

const MARKERS_PER_SECOND = 100
/** Enough for commits to share a write to the disk. */
export const WRITERS = 4
const LONGEST_WAIT: Milliseconds = 20_000

/**
 * Lets writers write at a fixed pace, and asks the subscriber every millisecond for the latest marker. Markers are written by
 * the schedule whether or not earlier ones arrived, so a stall counts for every write that it delays.
 */
export async function measureLag(
  urls: { readonly publisherUrl: string; readonly subscriberUrl: string },
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Lag> {
  const clients = await Promise.all(
    [...Array.from({ length: WRITERS }, () => urls.publisherUrl), urls.subscriberUrl].map(async (connectionString) => {
      const client = new Client({ connectionString })
      await client.connect()
      return client
    }),
  )
  const [subscriber, ...writers] = clients.toReversed() as [Client, ...Client[]]
  try {
    const latest = async () =>
      Number(
        (await subscriber.query({ name: 'latest', text: 'SELECT max(number) AS number FROM public.markers' })).rows[0]
          ?.number,
      )
    const first = await latest()
    const rate = perSecond / WRITERS
    const every = Math.max(Math.round(rate / MARKERS_PER_SECOND), 1)
    const startedAt = performance.now()
    const finished: { acknowledged?: readonly number[]; took: Milliseconds } = { took: Infinity }
    const write = async () => {
      const [marking] = await Promise.all(
        writers.map((client, writer) =>
          client.query('CALL public.bench_write($1, $2, $3, $4, $5)', [
            rate,
            Math.round(rate * seconds),
            writer,
            writer === 0 ? every : 0,
            [],
          ]),
        ),
      )
      finished.took = performance.now() - startedAt
      finished.acknowledged = marking?.rows[0]?.acknowledged ?? []
    }
    const writing = write()
    const seen: number[] = []
    while (seen.length < (finished.acknowledged?.length ?? Infinity)) {
      const arrived = (await latest()) - first
      const now = performance.timeOrigin + performance.now()
      while (seen.length < arrived) seen.push(now)
      if (performance.now() - startedAt > finished.took + LONGEST_WAIT) break
      await delay(1)
    }
    await writing
    const { acknowledged = [], took } = finished
    const lags = acknowledged.map((at, index) => Math.max((seen[index] ?? Infinity) - at * 1000, 0))
    return {
      writesPerSecond: (Math.round(rate * seconds) * WRITERS) / (took / 1000),
      p50: quantile(lags, 0.5),
      p99: quantile(lags, 0.99),
      highest: quantile(lags, 1),
      samples: lags.length,
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}
