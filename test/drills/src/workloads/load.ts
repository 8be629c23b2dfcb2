import { type TokenRole, type TwoRegions, pace } from '@bicoastal/testkit'
import type { History } from '../history/history.js'
import { Callers, type Tokens } from './callers.js'
import { counterWorkload } from './counters.js'
import { ledgerWorkload } from './ledger.js'
import { orderWorkload } from './orders.js'
import { productWorkload } from './products.js'
import type { Random } from './random.js'
import { readWorkload } from './reads.js'
import { registerWorkload } from './registers.js'
import { seedProducts } from './seed-products.js'
import { setWorkload } from './sets.js'
import type { Workload } from './workload.js'

/** Enough people a role that the edge, which keeps each of them with one region, gives every region some. */
const PEOPLE = 12

/** All workloads of a drill, about 90 requests per second: enough to see a gap of 100 ms, few enough for a laptop. */
function standardWorkloads(runId: string, productIds: readonly string[]): Workload[] {
  return [
    registerWorkload(runId, 16),
    counterWorkload(runId, 12),
    setWorkload(runId, 12),
    ledgerWorkload(runId, 8),
    productWorkload(runId, 8),
    orderWorkload(runId, 8, productIds),
    readWorkload(26, productIds),
  ]
}

/**
 * Makes what the load refers to in both regions, the standard load and that of one drill. Its rows carry `runId`, by
 * which checkers find them.
 */
export async function prepareLoad(
  regions: TwoRegions,
  runId: string,
  history: History,
  workloadsOfDrill: (runId: string, productIds: readonly string[]) => Workload[] = () => [],
): Promise<Load> {
  const tokens = await mintTokens(regions, runId)
  const productIds = await seedProducts(regions, runId, tokens.merchant[0] ?? '')
  const workloads = [...standardWorkloads(runId, productIds), ...workloadsOfDrill(runId, productIds)]
  return new Load(workloads, new Callers(regions.origins.global, tokens, history))
}

/** Load that runs from `start` to `stop`. */
export class Load {
  private readonly stopping = new AbortController()
  private running: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly workloads: readonly Workload[],
    private readonly callers: Callers,
  ) {}

  /** Starts to make requests. What they ask is drawn from `random`. */
  start(random: Random): void {
    const run = ({ name, perSecond, next }: Workload) =>
      pace(perSecond, () => this.callers.attempt(name, next(random)), this.stopping.signal)
    this.running = Promise.all(this.workloads.map(run))
  }

  /** Starts no further request, waits for the answers to those under way and closes the connections. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.running
    await this.callers.close()
  }
}

async function mintTokens(regions: TwoRegions, runId: string): Promise<Tokens> {
  const mint = (...roles: TokenRole[]) =>
    Promise.all(Array.from({ length: PEOPLE }, (_, person) => regions.token({ subject: `${runId}-${person}`, roles })))
  return { customer: await mint('customer'), merchant: await mint('merchant'), ops: await mint('ops') }
}
