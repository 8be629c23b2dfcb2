import { type Incident, listIncidents, type SqlConnection } from '@bicoastal/convergence'
import { Injectable, Logger } from '@nestjs/common'
import { KeeperMetrics } from './keeper-metrics.js'

const MOST_INCIDENTS = 1000

/** Tells metrics and log what the table of incidents says: each once when it begins and once when it ends. */
@Injectable()
export class IncidentObserver {
  readonly #logger = new Logger('keeper')
  #known = new Map<string, Incident>()

  constructor(private readonly metrics: KeeperMetrics) {}

  /** Looks at the table; rejects when the database does not answer. */
  async look(here: SqlConnection): Promise<void> {
    const open = await listIncidents(here, { open: true, limit: MOST_INCIDENTS })
    this.metrics.incidents(open)
    for (const incident of open) {
      if (!this.#known.has(incident.id)) this.#logger.error(`${incident.message} ${incident.advice}`, incident.kind)
    }
    const still = new Set(open.map((incident) => incident.id))
    for (const { id, kind, subject } of this.#known.values()) {
      if (!still.has(id)) this.#logger.log(`Healed: ${kind} of ${subject}.`)
    }
    this.#known = new Map(open.map((incident) => [incident.id, incident]))
  }
}
