import type { MergeUnit, ReplicatedColumn, ReplicatedTable } from '@bicoastal/convergence'

/** How large a row is. */
export interface TableShape {
  /** Characters of the description. */
  readonly width: number
  /** Columns beyond the sample's, each a unit of its own. */
  readonly extraColumns: number
  /** Whether there is an index beside the primary key. */
  readonly indexed: boolean
}

/** The sample's table of products, with a description as long as the api's benchmarks use. */
export const PRODUCT_SHAPE: TableShape = { width: 210, extraColumns: 0, indexed: true }

/** The table of the benchmarks, as plain SQL and as the library describes it. */
export interface BenchTable {
  readonly shape: TableShape
  readonly create: string
  readonly model: ReplicatedTable
}

const column = (name: string, type: string, nullable = false): ReplicatedColumn => ({
  name,
  type,
  array: false,
  nullable,
})

const lastWriteWins = (name: string, ...columns: ReplicatedColumn[]): MergeUnit => ({
  policy: 'lastWriteWins',
  name,
  columns,
})

/** The table of `shape`; the same columns whether it is merged or carried plainly. */
export function benchTable(shape: TableShape = PRODUCT_SHAPE): BenchTable {
  const extra = Array.from({ length: shape.extraColumns }, (_, index) => `extra_${index}`)
  const units: MergeUnit[] = [
    lastWriteWins('name', column('name', 'text')),
    lastWriteWins('description', column('description', 'text')),
    lastWriteWins('price', column('amount', 'bigint'), column('currency', 'text')),
    { policy: 'counter', name: 'likes', columns: [column('likes', 'bigint')] },
    lastWriteWins('request_fingerprint', column('request_fingerprint', 'uuid', true)),
    lastWriteWins('created_at', column('created_at', 'timestamp with time zone')),
    ...extra.map((name) => lastWriteWins(name, column(name, 'text'))),
    { policy: 'tombstone', name: 'deleted_at', columns: [column('deleted_at', 'timestamp with time zone', true)] },
  ]
  const index = `CREATE INDEX ON public.items (created_at DESC, id DESC) WHERE deleted_at IS NULL;`
  return {
    shape,
    model: {
      schema: 'public',
      name: 'items',
      entity: 'Item',
      key: [column('id', 'uuid')],
      naturalKey: false,
      units,
    },
    create: `
      CREATE TABLE public.items (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        description text NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        likes bigint NOT NULL DEFAULT 0,
        request_fingerprint uuid,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        ${extra.map((name) => `${name} text NOT NULL DEFAULT 'extra',`).join('\n')}
        deleted_at timestamptz(3)
      );
      ${shape.indexed ? index : ''}`,
  }
}
