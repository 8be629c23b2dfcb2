/** The SQL texts of the products. */
export interface ProductStatements {
  readonly insert: string
  readonly insertStocked: string
  readonly find: string
  readonly page: string
  readonly pageTagged: string
  readonly update: string
  readonly like: string
  readonly tag: string
  readonly untag: string
  readonly remove: string
}

/**
 * Builds the statements; `revision` is the SQL expression of a row's revision under the alias `product`.
 * Each is one round trip and its own transaction: nothing here needs a second statement to be whole. Only those whose
 * result concerns the cache return the revision: it costs more than all other columns.
 */
export function productStatements(revision: string): ProductStatements {
  const shown = `product.id, product.name, product.description, product.amount, product.currency, product.likes,
    product.tags, product.request_fingerprint, product.created_at, product.deleted_at IS NOT NULL AS deleted`
  const columns = `${shown}, ${revision} AS revision`
  const insert = `
      INSERT INTO public.products AS product (id, name, description, amount, currency, request_fingerprint, tags)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (id) DO NOTHING
      RETURNING ${shown}`
  const onPage = 'product.deleted_at IS NULL AND (product.created_at, product.id) < ($1, $2)'
  const newestFirst = 'ORDER BY product.created_at DESC, product.id DESC LIMIT $3'
  return {
    insert: `
      -- In: id, name, description, amount, currency, request fingerprint or NULL, tags. Out: the new row, or none where the
      -- id exists.
      -- Invariant: a row that exists, deleted ones included, is left as it is.
      ${insert}`,
    insertStocked: `
      -- In: the same, then how many there are to sell. Out: the same.
      -- Invariant: the product and its stock are there together or not at all; where the other region inserts the same ones, the
      -- stock counts once.
      WITH inserted AS (${insert}),
      stocked AS (
        INSERT INTO public.product_stocks (product_id, available) SELECT inserted.id, $8 FROM inserted
        ON CONFLICT (product_id) DO NOTHING)
      SELECT * FROM inserted`,
    find: `
      -- In: id. Out: the row, deleted or not.
      SELECT ${columns} FROM public.products AS product WHERE product.id = $1`,
    page: `
      -- In: created_at and id of the last row seen, how many rows. Out: the rows that follow, newest first.
      -- Invariant: a scan of the index products_newest_first, whatever the page.
      SELECT ${shown} FROM public.products AS product
      WHERE ${onPage} ${newestFirst}`,
    pageTagged: `
      -- In: the same, then a tag. Out: the rows with the tag that follow, newest first.
      -- Invariant: the index products_tags finds the rows of a rare tag, products_newest_first those of a common one.
      SELECT ${shown} FROM public.products AS product
      WHERE ${onPage} AND product.tags @> ARRAY[$4::text] ${newestFirst}`,
    update: `
      -- In: id, then name, description, amount, currency, each NULL to stay as it is. Out: the changed row; none where
      -- deleted or unknown.
      -- Invariant: amount and currency are given together or not at all.
      UPDATE public.products AS product
      SET name = coalesce($2, product.name), description = coalesce($3, product.description),
        amount = coalesce($4, product.amount), currency = coalesce($5, product.currency)
      WHERE product.id = $1 AND product.deleted_at IS NULL
      RETURNING ${columns}`,
    like: `
      -- In: id. Out: the row with one like more; none where deleted or unknown.
      UPDATE public.products AS product SET likes = product.likes + 1
      WHERE product.id = $1 AND product.deleted_at IS NULL
      RETURNING ${columns}`,
    tag: `
      -- In: id, tag, the most tags. Out: the row with the tag; none where deleted or unknown, or where it has too many.
      -- Invariant: a tag that is there already is added anew, so that a concurrent removal does not take it away.
      UPDATE public.products AS product SET tags = array_append(product.tags, $2::text)
      WHERE product.id = $1 AND product.deleted_at IS NULL
        AND (cardinality(product.tags) < $3 OR product.tags @> ARRAY[$2::text])
      RETURNING ${columns}`,
    untag: `
      -- In: id, tag. Out: the row without the tag; none where deleted or unknown.
      UPDATE public.products AS product SET tags = array_remove(product.tags, $2::text)
      WHERE product.id = $1 AND product.deleted_at IS NULL
      RETURNING ${columns}`,
    remove: `
      -- In: id. Out: the row, now a tombstone; none where unknown.
      -- Invariant: the first deletion's time stays, so deleting twice changes nothing.
      UPDATE public.products AS product SET deleted_at = coalesce(product.deleted_at, now())
      WHERE product.id = $1
      RETURNING ${columns}`,
  }
}
