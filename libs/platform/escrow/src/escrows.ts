import { RegionConfig } from '@bicoastal/config'
import { describeReplicated } from '@bicoastal/convergence'
import { Statements, Transactions } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import { DataSource, type EntityManager } from 'typeorm'
import type { EscrowReference } from './escrow-reference.js'
import { type EscrowStatements, escrowStatements } from './escrow-statements.js'
import { ShortOfRightsError } from './short-of-rights.error.js'
import { UnknownEscrowError } from './unknown-escrow.error.js'

/** What is left of an escrow, as this region knows it. */
export interface EscrowStanding {
  /** In both regions together. */
  readonly available: number
  /** What this region may spend without asking; exact. */
  readonly here: number
  /** What the peer may spend, as far as is known here. */
  readonly peer: number
}

type StandingRow = Record<keyof EscrowStanding, string>

/** What became of a request for rights. */
export interface HandOver {
  readonly given: number
  /** What this region has left. */
  readonly here: number
}

/** Reads escrows and hands rights to the peer. SPEC.md numbers what holds. */
@Injectable()
export class Escrows {
  readonly #byTable: ReadonlyMap<string, ReadonlyMap<string, EscrowStatements>>

  constructor(
    private readonly statements: Statements,
    private readonly transactions: Transactions,
    dataSource: DataSource,
    { region }: RegionConfig,
  ) {
    const tables = describeReplicated(dataSource)
    this.#byTable = new Map(tables.map((table) => [table.name, escrowStatements(table, region)]))
  }

  /**
   * What is left, as this region's primary knows it; `undefined` where there is no such row.
   *
   * @throws UnknownEscrowError when the column does not merge as an escrow.
   */
  async standing(escrow: EscrowReference): Promise<EscrowStanding | undefined> {
    const [row] = await this.statements.write<StandingRow>(this.#statement('standing', escrow), { idempotent: true })
    return row && standingOf(row)
  }

  /**
   * Hands the peer as much as it asks for and half of what is left then, because where one wants to spend, others soon will; all
   * there is where that is less. What it gets it learns by replication.
   *
   * @returns how much was handed over, and what this region has left; of an escrow that does not exist nothing.
   * @throws UnknownEscrowError when the column does not merge as an escrow.
   */
  handOver(escrow: EscrowReference, wanted: number): Promise<HandOver> {
    // Done twice it moves rights that stay rights: nothing is lost and nothing comes into being.
    return this.transactions.run((manager) => this.#handOver(manager, escrow, wanted), { idempotent: true })
  }

  /**
   * Spends in the caller's transaction, which `EscrowSpending.run` runs.
   *
   * @returns the standing after it.
   * @throws ShortOfRightsError when this region has not the right to so much; nothing is spent.
   * @throws UnknownEscrowError when the column does not merge as an escrow.
   */
  async spend(manager: EntityManager, escrow: EscrowReference, quantity: number): Promise<EscrowStanding> {
    const spend = () => this.statements.within<StandingRow>(manager, this.#statement('spend', escrow, quantity))
    const [spent] = await spend()
    if (spent) return standingOf(spent)
    const [locked] = await this.statements.within<StandingRow>(manager, this.#statement('lock', escrow))
    const here = locked ? Number(locked.here) : 0
    // Somebody gave back in between.
    const [again] = here >= quantity ? await spend() : []
    if (again) return standingOf(again)
    throw new ShortOfRightsError([{ escrow, missing: quantity - here }])
  }

  async #handOver(manager: EntityManager, escrow: EscrowReference, wanted: number): Promise<HandOver> {
    const [locked] = await this.statements.within<StandingRow>(manager, this.#statement('lock', escrow))
    const here = locked ? Number(locked.here) : 0
    const given = here <= wanted ? Math.max(0, here) : wanted + Math.floor((here - wanted) / 2)
    if (given === 0) return { given, here }
    await this.statements.within(manager, this.#statement('handOver', escrow, given))
    return { given, here: here - given }
  }

  #statement(name: keyof EscrowStatements, { table, column, key }: EscrowReference, ...more: readonly number[]) {
    const statements = this.#byTable.get(table)?.get(column)
    if (statements === undefined) throw new UnknownEscrowError({ table, column })
    return { name: `escrow-${name}-${table}-${column}`, text: statements[name], values: [...key, ...more] }
  }
}

function standingOf(row: StandingRow): EscrowStanding {
  return {
    available: Number(row.available),
    here: Number(row.here),
    peer: Number(row.peer),
  }
}
