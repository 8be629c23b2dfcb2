import { Cache } from '@bicoastal/cache'
import { Injectable } from '@nestjs/common'
import { type CreationRequest, creationOf } from '../creation/creation.js'
import { refuseReusedKey } from '../creation/refuse-reused-key.js'
import { decodeCursor, encodeCursor } from './page-cursor.js'
import { productCacheKey } from './product-cache-key.js'
import { ProductNotFoundError } from './product-not-found.error.js'
import { type ProductRow, productBody, productDocument } from './product-row.js'
import { ProductRows } from './product-rows.js'
import type { NewProduct, ProductChanges, ProductList, ProductPageQuery } from './product.schema.js'
import { TooManyTagsError } from './too-many-tags.error.js'

/** What became of a request for a new product. */
export interface CreatedProduct {
  readonly id: string
  /** JSON text. */
  readonly body: string
  /** True where an earlier request with the same key had created it. */
  readonly replayed: boolean
}

/** What callers can do with products. Answers that show one are its JSON text, built once and cached as it is sent. */
@Injectable()
export class Products {
  constructor(
    private readonly rows: ProductRows,
    private readonly cache: Cache,
  ) {}

  /**
   * Creates a product in one statement, once for each idempotency key. A replay shows the product as it is by now.
   *
   * @throws IdempotencyKeyReusedError when the key has created something else.
   */
  async create(request: CreationRequest, product: NewProduct): Promise<CreatedProduct> {
    const creation = creationOf(request)
    const inserted = await this.rows.insert(creation, product)
    if (inserted) {
      return { id: creation.id, body: productBody(inserted), replayed: false }
    }
    const existing = found(await this.rows.find(creation.id), creation.id)
    refuseReusedKey(creation, existing.request_fingerprint)
    return { id: creation.id, body: productBody(existing), replayed: creation.fingerprint !== null }
  }

  /** @throws ProductNotFoundError where it is unknown or deleted. */
  async show(id: string): Promise<string> {
    const cached = await this.cache.readThrough(productCacheKey(id), async () => {
      const row = await this.rows.find(id)
      return row && !row.deleted ? { revision: row.revision, body: productBody(row) } : null
    })
    if (!cached) {
      throw new ProductNotFoundError(id)
    }
    return cached.body
  }

  /** @throws InvalidCursorError when the cursor is not one that an earlier page gave. */
  async page({ cursor, limit, tag }: ProductPageQuery): Promise<ProductList> {
    const rows = await this.rows.page(limit + 1, cursor === undefined ? undefined : decodeCursor(cursor), tag)
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    return {
      items: items.map(productDocument),
      nextCursor: last ? encodeCursor({ createdAt: last.created_at, id: last.id }) : null,
    }
  }

  /** @throws ProductNotFoundError where it is unknown or deleted. */
  async change(id: string, changes: ProductChanges): Promise<string> {
    return this.changed(id, await this.rows.update(id, changes))
  }

  /** Counts one like. @throws ProductNotFoundError where it is unknown or deleted. */
  async like(id: string): Promise<string> {
    return this.changed(id, await this.rows.like(id))
  }

  /**
   * Adds a tag; once more changes nothing that is seen.
   *
   * @throws ProductNotFoundError where it is unknown or deleted.
   * @throws TooManyTagsError where it has as many as it may have.
   */
  async tag(id: string, tag: string): Promise<string> {
    const row = await this.rows.tag(id, tag)
    if (row) return this.changed(id, row)
    const existing = await this.rows.find(id)
    if (existing && !existing.deleted) throw new TooManyTagsError(id)
    throw new ProductNotFoundError(id)
  }

  /** Removes a tag; once more changes nothing. @throws ProductNotFoundError where it is unknown or deleted. */
  async untag(id: string, tag: string): Promise<string> {
    return this.changed(id, await this.rows.untag(id, tag))
  }

  /** Deletes; once more changes nothing. @throws ProductNotFoundError where there never was such a product. */
  async remove(id: string): Promise<void> {
    await this.changed(id, await this.rows.remove(id))
  }

  /** Readers of this region see the change at once; in the peer the relay tells its cache when the change arrives. */
  private async changed(id: string, row: ProductRow | undefined): Promise<string> {
    const product = found(row, id)
    await this.cache.invalidate(productCacheKey(id), product.revision)
    return productBody(product)
  }
}

function found(row: ProductRow | undefined, id: string): ProductRow {
  if (!row) {
    throw new ProductNotFoundError(id)
  }
  return row
}
