import { RegionConfig } from '@bicoastal/config'
import { describeReplicated, escrowExpressions } from '@bicoastal/convergence'
import { type StatementValue, Statements, Transactions } from '@bicoastal/database'
import { type Shortage, ShortOfRightsError } from '@bicoastal/escrow'
import { Injectable } from '@nestjs/common'
import { DataSource, type EntityManager } from 'typeorm'
import { ProductNotFoundError } from '../products/product-not-found.error.js'
import { StockNotTrackedError } from './stock-not-tracked.error.js'
import { type StockStatements, stockStatements } from './stock-statements.js'
import type { StockDocument } from './stock.schema.js'

/** So many of one product. */
export interface StockLine {
  readonly productId: string
  readonly quantity: number
}

type StockRow = Readonly<Record<keyof StockDocument, string>>

/** How many of each product there are to sell. */
@Injectable()
export class Stock {
  readonly #sql: StockStatements

  constructor(
    private readonly statements: Statements,
    private readonly transactions: Transactions,
    dataSource: DataSource,
    { region }: RegionConfig,
  ) {
    const table = describeReplicated(dataSource).find((replicated) => replicated.name === 'product_stocks')
    if (!table)
      throw new TypeError('ProductStock is not among the entities of the data source; its feature must list it.')
    this.#sql = stockStatements(escrowExpressions(table, 'available', 'stock'), region)
  }

  /** @throws StockNotTrackedError where nobody has said how many there are. */
  async show(productId: string): Promise<StockDocument> {
    const [row] = await this.statements.read<StockRow>(this.#statement('show', productId))
    if (!row) throw new StockNotTrackedError(productId)
    return document(row)
  }

  /**
   * Adds once, never twice: where it cannot know whether it did, it says so instead of trying again.
   *
   * @throws ProductNotFoundError where the product is unknown or deleted.
   */
  add(productId: string, quantity: number): Promise<StockDocument> {
    return this.transactions.run(async (manager) => {
      const [product] = await this.statements.within(manager, this.#statement('begin', productId))
      if (!product) throw new ProductNotFoundError(productId)
      const [row] = await this.statements.within<StockRow>(manager, this.#statement('add', productId, quantity))
      if (!row) throw new StockNotTrackedError(productId)
      return document(row)
    })
  }

  /**
   * Takes what is ordered, in the order's transaction, which `EscrowSpending.run` runs.
   *
   * @returns the lines whose stock is counted, which are now reserved.
   * @throws ShortOfRightsError when this region may not sell so much; nothing is taken.
   */
  async take(manager: EntityManager, lines: readonly StockLine[]): Promise<readonly StockLine[]> {
    const ids = lines.map(({ productId }) => productId)
    const locked = await this.statements.within<{ product_id: string; here: string }>(
      manager,
      this.#statement('lock', ids),
    )
    const rights = new Map(locked.map((row) => [row.product_id, Number(row.here)]))
    const counted = lines.filter(({ productId }) => rights.has(productId))
    const shortages = counted.flatMap((line) => shortageOf(line, rights.get(line.productId) ?? 0))
    if (shortages.length > 0) throw new ShortOfRightsError(shortages)
    if (counted.length > 0) await this.#move(manager, 'take', counted)
    return counted
  }

  /** Gives back what was taken; the caller sees to it that this happens once. */
  async giveBack(manager: EntityManager, lines: readonly StockLine[]): Promise<void> {
    // In the order of their ids, as orders lock them.
    await this.statements.within(
      manager,
      this.#statement(
        'lock',
        lines.map(({ productId }) => productId),
      ),
    )
    await this.#move(manager, 'giveBack', lines)
  }

  async #move(manager: EntityManager, how: 'take' | 'giveBack', lines: readonly StockLine[]): Promise<void> {
    const ids = lines.map(({ productId }) => productId)
    const quantities = lines.map(({ quantity }) => quantity)
    await this.statements.within(manager, this.#statement(how, ids, quantities))
  }

  #statement(name: keyof StockStatements, ...values: readonly StatementValue[]) {
    return { name: `stock-${name}`, text: this.#sql[name], values }
  }
}

function shortageOf({ productId, quantity }: StockLine, here: number): readonly Shortage[] {
  if (here >= quantity) return []
  return [{ escrow: { table: 'product_stocks', column: 'available', key: [productId] }, missing: quantity - here }]
}

function document(row: StockRow): StockDocument {
  return {
    available: Number(row.available),
    here: Number(row.here),
    peer: Number(row.peer),
    reserved: Number(row.reserved),
  }
}
