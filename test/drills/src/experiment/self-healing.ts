import { type Milliseconds, type RegionId, eventually, peerOf, seconds } from '@bicoastal/kernel'
import type { TwoRegions } from '@bicoastal/testkit'
import type { Experiment } from './experiment.js'

/** Longer than any budget, so that a drill that fails says by how much. */
const LOSING_PATIENCE: Milliseconds = seconds(120)

const OPEN_INCIDENTS = `
  -- Out: what this region has reported to its operators and not yet declared healed.
  SELECT kind || ': ' || message AS incident FROM convergence.incidents WHERE healed_at IS NULL ORDER BY detected_at`

const WRITE_MARKER = `
  -- In: key and value of a register. Out: nothing. A write like any other, behind the fault in the stream.
  INSERT INTO public.probe_registers (key, value) VALUES ($1, $2)`

/**
 * Measures how replication from the peer into `region` is repaired without a person: until the region has reported an
 * incident to its operators, and until what the peer wrote after the fault arrives again.
 *
 * @throws ConditionNotMetError when either did not happen within two minutes.
 */
export async function measureSelfHealing(experiment: Experiment, region: RegionId): Promise<void> {
  const { regions } = experiment
  const key = `self-healing-${crypto.randomUUID()}`
  await regions.sql(peerOf(region)).query(WRITE_MARKER, [key, 'after the fault'])
  const often = { deadline: LOSING_PATIENCE, interval: 100 }
  const detect = async () => {
    const awaited = `${region} to report an incident`
    const incident = await eventually(() => openIncident(regions, region), { awaited, ...often })
    experiment.measure('detectionTime', experiment.sinceFault())
    experiment.note(`${region} reports: ${incident}`)
  }
  const heal = async () => {
    const awaited = `a write of ${peerOf(region)} to arrive in ${region}`
    await eventually(() => hasRegister(regions, region, key), { awaited, ...often })
    experiment.measure('healingTime', experiment.sinceFault())
  }
  await Promise.all([detect(), heal()])
}

async function openIncident(regions: TwoRegions, region: RegionId): Promise<string | undefined> {
  const { rows } = await regions.sql(region).query<{ incident: string }>(OPEN_INCIDENTS)
  return rows[0]?.incident
}

async function hasRegister(regions: TwoRegions, region: RegionId, key: string): Promise<boolean> {
  const { rowCount } = await regions.sql(region).query('SELECT FROM public.probe_registers WHERE key = $1', [key])
  return rowCount === 1
}
