import { setTimeout as delay } from 'node:timers/promises'
import { type ReplicatedTable, describeReplicated, seenExpression } from '@bicoastal/convergence'
import { Statements } from '@bicoastal/database'
import { type Milliseconds, REGIONS, type RegionId } from '@bicoastal/kernel'
import { Injectable } from '@nestjs/common'
import { DataSource } from 'typeorm'
import type { RowReference } from './row-reference.js'
import { UnknownTableError } from './unknown-table.error.js'

/** What a row knows: of each region the highest version that the row includes; 0 for nothing. */
export type RowKnowledge = Readonly<Record<RegionId, bigint>>

const NOTHING = Object.fromEntries(REGIONS.map((region) => [region, 0n])) as RowKnowledge

/** A row that was just written in the other region is usually a few milliseconds away; one that is not may be long in coming. */
const FIRST_PAUSE: Milliseconds = 2
const LONGEST_PAUSE: Milliseconds = 25

/** Reads what rows know, from the region's primary: a replica may lag behind what this region has already answered. */
@Injectable()
export class RowVersions {
  readonly #statements = new Map<string, string>()

  constructor(
    private readonly database: Statements,
    dataSource: DataSource,
  ) {
    for (const table of describeReplicated(dataSource)) this.#statements.set(table.name, knowledgeOf(table))
  }

  /**
   * What the row knows; of a row that does not exist, nothing.
   *
   * @throws UnknownTableError when the table is not replicated here, and what `Statements.write` throws.
   */
  async of({ table, key }: RowReference): Promise<RowKnowledge> {
    const text = this.#statements.get(table)
    if (text === undefined) throw new UnknownTableError(table)
    const statement = { name: `row-versions-${table}`, text, values: key }
    const [row] = await this.database.write<Record<RegionId, string>>(statement, { idempotent: true })
    if (!row) return NOTHING
    return Object.fromEntries(REGIONS.map((region) => [region, BigInt(row[region])])) as unknown as RowKnowledge
  }

  /**
   * Waits until the row includes what `region` wrote to it up to `version`.
   *
   * @returns what the row knows then; `undefined` when that did not happen in time.
   */
  async awaitVersion(
    row: RowReference,
    region: RegionId,
    version: bigint,
    patience: Milliseconds,
  ): Promise<RowKnowledge | undefined> {
    const giveUpAt = performance.now() + patience
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
      const known = await this.of(row)
      if (known[region] >= version) return known
      if (performance.now() + pause >= giveUpAt) return undefined
      await delay(pause)
    }
  }
}

function knowledgeOf(table: ReplicatedTable): string {
  const known = REGIONS.map((region) => `${seenExpression('entry', region)} AS ${region}`)
  const found = table.key.map((column, index) => `entry."${column.name}" = $${index + 1}`)
  return `
    -- In: the primary key, column by column. Out: per region the highest version that the row includes; none where there is no row.
    SELECT ${known.join(', ')} FROM "${table.schema}"."${table.name}" AS entry WHERE ${found.join(' AND ')}`
}
