import { type Milliseconds, REGIONS, eventually, isConditionNotMetError } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'

const OPEN_JOBS = `
  -- In: prefix of the drill's customers. Out: how many of their orders are promised a payment that has not happened.
  SELECT count(*)::int AS open FROM public.orders JOIN public.jobs ON jobs.payload ->> 'orderId' = orders.id::text
  WHERE starts_with(orders.customer, $1) AND jobs.state = 'queued'`

const OPEN_CLAIMS = `
  -- In: prefix of the drill's keys. Out: how many of their claims are not settled.
  SELECT count(*)::int AS open FROM public.claims
  WHERE namespace = 'probe' AND starts_with(value, $1) AND state = 'pending'`

/**
 * Waits until both regions are equal and no job and no claim of the drill is open.
 *
 * @returns false when that did not happen in time; what is wrong is for the checkers to say.
 */
export async function settle(regions: TwoRegions, runId: string, deadline: Milliseconds): Promise<boolean> {
  try {
    await eventually(async () => (await openWork(regions, runId)) === 0 && (await regions.compare()).equal, {
      awaited: 'both regions to be equal with every promised job done',
      deadline,
      interval: 100,
    })
    return true
  } catch (error) {
    if (isConditionNotMetError(error)) return false
    throw error
  }
}

async function openWork(regions: TwoRegions, runId: string): Promise<number> {
  const counts = await Promise.all(
    REGIONS.flatMap((region) =>
      [OPEN_JOBS, OPEN_CLAIMS].map((sql) => regions.sql(region).query<{ open: number }>(sql, [`${runId}-`])),
    ),
  )
  return counts.reduce((total, { rows }) => total + (rows[0]?.open ?? 0), 0)
}
