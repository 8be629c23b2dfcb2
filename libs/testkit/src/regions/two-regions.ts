import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { type RegionComparison, type ReplicatedTable, compareRegions } from '@bicoastal/convergence'
import { type Milliseconds, REGIONS, type RegionId, eventually, seconds } from '@bicoastal/kernel'
import { type StackClient, mintToken } from '@bicoastal/local'
import { Pool, type PoolClient } from 'pg'
import type { TokenClaims } from '../tokens/token-issuer.js'

/** `http://127.0.0.1:<port>` of the global edge and of each region's edge. */
export type Origins = Readonly<Record<RegionId | 'global', string>>

/** What is needed of a running stack to test it. */
export interface TwoRegionsParts {
  readonly stack: StackClient
  readonly origins: Origins
  readonly sql: Readonly<Record<RegionId, Pool>>
  /** What {@link TwoRegions.compare} compares. */
  readonly tables: readonly ReplicatedTable[]
  /** Undoes what was done to get here. */
  readonly release: () => Promise<void>
}

/** A running stack of two regions, and what tests and drills do with it. Faults are caused through `stack`. */
export class TwoRegions {
  /** Orders to the supervisor: kill, stop and start parts and regions, faults of the link. */
  readonly stack: StackClient
  readonly origins: Origins

  constructor(private readonly parts: TwoRegionsParts) {
    this.stack = parts.stack
    this.origins = parts.origins
  }

  /** The region's primary, wherever it is, as owner of the database. */
  sql(region: RegionId): Pool {
    return this.parts.sql[region]
  }

  /** A token that the services of this stack believe. */
  token({ roles = [], subject = 'testkit', validFor }: Pick<TokenClaims, 'roles' | 'subject' | 'validFor'> = {}) {
    return mintToken(this.stack.files, { roles, subject, ...(validFor === undefined ? {} : { validFor }) })
  }

  /** Compares all replicated tables row by row, now. While writes are under way the regions do differ. */
  async compare(): Promise<RegionComparison> {
    const connections: PoolClient[] = []
    try {
      for (const region of REGIONS) connections.push(await this.sql(region).connect())
      const [east, west] = connections as [PoolClient, PoolClient]
      return await compareRegions(east, west, this.parts.tables)
    } finally {
      for (const connection of connections) connection.release()
    }
  }

  /**
   * Waits until both regions are equal row by row; the writers must have stopped.
   *
   * @throws ConditionNotMetError when they are not in time; its cause names what differs.
   */
  async converged(deadline: Milliseconds = seconds(20)): Promise<void> {
    const attempt = async () => {
      const { equal, differing, differences } = await this.compare()
      if (!equal) throw new Error(`${differing} rows differ, such as ${JSON.stringify(differences.slice(0, 3))}`)
      return true
    }
    await eventually(attempt, { awaited: 'both regions to be equal', deadline })
  }

  /** Copies the logs of every part to `folder`, which outlives the stack. */
  keepLogs(folder: string): void {
    cpSync(join(this.stack.files.directory, 'logs'), folder, { recursive: true })
  }

  /** Closes connections; stops the stack and removes its files, where this process started it. Repeatable. */
  release(): Promise<void> {
    return this.parts.release()
  }
}
