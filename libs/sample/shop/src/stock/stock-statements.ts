import { type EscrowExpressions } from '@bicoastal/convergence'
import { type RegionId, peerOf } from '@bicoastal/kernel'

/** The SQL texts of the stock. */
export interface StockStatements {
  readonly begin: string
  readonly add: string
  readonly show: string
  readonly lock: string
  readonly take: string
  readonly giveBack: string
}

/** Builds the statements, as seen from `own`; `available` is the escrow under the alias `stock`. */
export function stockStatements(available: EscrowExpressions, own: RegionId): StockStatements {
  const shown = `stock.available, ${available.rights(own)} AS here, ${available.rights(peerOf(own))} AS peer, stock.reserved`
  const moved =
    'FROM unnest($1::uuid[], $2::bigint[]) AS moved (product_id, quantity) WHERE stock.product_id = moved.product_id'
  return {
    begin: `
      -- In: product id. Out: one row where the product is there to be sold.
      -- Invariant: begins with nothing: what a row is inserted with counts once for both regions, an addition counts each time.
      WITH begun AS (
        INSERT INTO public.product_stocks (product_id)
        SELECT product.id FROM public.products AS product WHERE product.id = $1 AND product.deleted_at IS NULL
        ON CONFLICT (product_id) DO NOTHING)
      SELECT product.id FROM public.products AS product WHERE product.id = $1 AND product.deleted_at IS NULL`,
    add: `
      -- In: product id, how many. Out: the stock after it.
      UPDATE public.product_stocks AS stock SET available = stock.available + $2 WHERE stock.product_id = $1
      RETURNING ${shown}`,
    show: `
      -- In: product id. Out: its stock; none where it is not counted.
      SELECT ${shown} FROM public.product_stocks AS stock WHERE stock.product_id = $1`,
    lock: `
      -- In: product ids. Out: of those whose stock is counted, what this region may sell.
      -- Invariant: locked in the order of their ids, so that two orders never wait for each other.
      SELECT stock.product_id, ${available.rights(own)} AS here FROM public.product_stocks AS stock
      WHERE stock.product_id = ANY($1::uuid[]) ORDER BY stock.product_id FOR UPDATE`,
    take: `
      -- In: product ids, quantities. Out: none.
      -- Invariant: run on locked rows of which this region has enough; the stamp trigger refuses more.
      UPDATE public.product_stocks AS stock
      SET available = stock.available - moved.quantity, reserved = stock.reserved + moved.quantity ${moved}`,
    giveBack: `
      -- In: product ids, quantities. Out: none.
      -- Invariant: run once for each reservation, by the region that made it.
      UPDATE public.product_stocks AS stock
      SET available = stock.available + moved.quantity, reserved = stock.reserved - moved.quantity ${moved}`,
  }
}
