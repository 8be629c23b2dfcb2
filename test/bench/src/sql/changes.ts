import type { TableShape } from './bench-table.js'

/** Statements that change the rows of the bench's table, in an order that is the same everywhere. Keys are spread like UUIDs. */
export interface Changes {
  /** Inserts all rows. */
  insert(rows: number, perTransaction: number): string
  /** Updates one column of every row; `value` makes it a new one. */
  update(column: 'name' | 'description', value: string, rows: number, perTransaction: number): string
}

/** Changes of rows of `shape`. */
export function changesOf(shape: TableShape): Changes {
  return {
    insert: (rows, perTransaction) =>
      inTransactions(
        rows,
        perTransaction,
        `INSERT INTO public.items (id, name, description, amount, currency, request_fingerprint)
         SELECT md5(number::text)::uuid, 'Lamp ' || number, repeat('d', ${shape.width}), number, 'EUR', md5(number::text)::uuid
         FROM generate_series(first, last) AS number`,
      ),
    update: (column, value, rows, perTransaction) => {
      const padding = column === 'description' ? shape.width : 12
      return inTransactions(
        rows,
        perTransaction,
        `UPDATE public.items SET ${column} = rpad('${value} ' || amount, ${padding}, 'u')
         WHERE id = ANY (ARRAY(SELECT md5(number::text)::uuid FROM generate_series(first, last) AS number))`,
      )
    },
  }
}

/** A block that runs `statement` for numbers `first` to `last`, so many a transaction. Commits do not wait: it only has to be there. */
function inTransactions(rows: number, perTransaction: number, statement: string): string {
  return `
    DO $changes$
    DECLARE
      first integer;
      last integer;
    BEGIN
      FOR first IN 1 .. ${rows} BY ${perTransaction} LOOP
        last := first + ${perTransaction} - 1;
        ${statement};
        COMMIT;
      END LOOP;
    END
    $changes$`
}
