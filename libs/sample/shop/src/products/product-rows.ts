import { revisionExpression } from '@bicoastal/convergence'
import { type StatementValue, Statements, type WriteOptions } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import type { Creation } from '../creation/creation.js'
import type { PagePosition } from './page-cursor.js'
import type { ProductRow, ShownProductRow } from './product-row.js'
import { type ProductStatements, productStatements } from './product-statements.js'
import type { NewProduct, ProductChanges } from './product.schema.js'
import { MOST_TAGS } from './tag.schema.js'

/** Before the newest product there can be: where the first page starts. */
const BEFORE_ALL: PagePosition = {
  createdAt: new Date('9999-12-31T23:59:59.999Z'),
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
}

/** Sets what it is given: when the connection breaks under it, doing it again ends in the same row. */
const REPEATABLE: WriteOptions = { idempotent: true }

/**
 * The table of the products. Plain named statements rather than a repository: these are the shop's hot paths, where the
 * repository would cost more than Postgres does.
 */
@Injectable()
export class ProductRows {
  private readonly sql = productStatements(revisionExpression('product'))

  constructor(private readonly statements: Statements) {}

  /** Inserts a product, and its stock where that is counted; `undefined`, and nothing changed, where one with its id exists already. */
  insert(
    { id, fingerprint }: Creation,
    { name, description, price, tags = [], stock }: NewProduct,
  ): Promise<ShownProductRow | undefined> {
    const values = [id, name, description, price.amount, price.currency, fingerprint, tags]
    return stock === undefined
      ? this.write<ShownProductRow>('insert', values, REPEATABLE)
      : this.write<ShownProductRow>('insertStocked', [...values, stock], REPEATABLE)
  }

  /** The product with `id`, also when it is deleted. */
  async find(id: string): Promise<ProductRow | undefined> {
    const statement = { name: 'product-find', text: this.sql.find, values: [id] }
    const [row] = await this.statements.read<ProductRow>(statement, { replica: true })
    return row
  }

  /** At most `count` products that follow `position`, newest first, without deleted ones; with a tag, only those that have it. */
  page(count: number, position: PagePosition = BEFORE_ALL, tag?: string): Promise<readonly ShownProductRow[]> {
    const values = [position.createdAt, position.id, count]
    const statement =
      tag === undefined
        ? { name: 'product-page', text: this.sql.page, values }
        : { name: 'product-pageTagged', text: this.sql.pageTagged, values: [...values, tag] }
    return this.statements.read<ShownProductRow>(statement, { replica: true })
  }

  /** Changes what `changes` names; `undefined` where the product is unknown or deleted. */
  update(id: string, { name, description, price }: ProductChanges): Promise<ProductRow | undefined> {
    const values = [id, name ?? null, description ?? null, price?.amount ?? null, price?.currency ?? null]
    return this.write('update', values, REPEATABLE)
  }

  /** Counts one like; `undefined` where the product is unknown or deleted. */
  like(id: string): Promise<ProductRow | undefined> {
    return this.write('like', [id], { idempotent: false })
  }

  /** Adds a tag; `undefined` where the product is unknown or deleted, or has `MOST_TAGS` others. */
  tag(id: string, tag: string): Promise<ProductRow | undefined> {
    return this.write('tag', [id, tag, MOST_TAGS], REPEATABLE)
  }

  /** Removes a tag; `undefined` where the product is unknown or deleted. */
  untag(id: string, tag: string): Promise<ProductRow | undefined> {
    return this.write('untag', [id, tag], REPEATABLE)
  }

  /** Turns the product into a tombstone, unless it is one; `undefined` where it is unknown. */
  remove(id: string): Promise<ProductRow | undefined> {
    return this.write('remove', [id], REPEATABLE)
  }

  private async write<Row extends ShownProductRow = ProductRow>(
    name: keyof ProductStatements,
    values: readonly StatementValue[],
    options: WriteOptions,
  ): Promise<Row | undefined> {
    const statement = { name: `product-${name}`, text: this.sql[name], values }
    const [row] = await this.statements.write<Row>(statement, options)
    return row
  }
}
