import { replicatedColumnNames, type ReplicatedTable } from '@bicoastal/convergence'
import type { Client } from 'pg'
import type { RegionServer } from '../fixtures/region-server.js'
import type { Columns } from './units/law-unit.js'

/** One thing that reaches a row: a state (by its number, from 1) as an insert or as an update, or the whole of another row as an insert. */
export type Delivery = { readonly insert: number } | { readonly update: number } | { readonly rowOf: string }

/** The states that reach the rows of one case, and what they are expected to end as. */
export interface Case {
  readonly states: readonly Columns[]
  readonly joined: Columns
}

/** A row that is not what it should be. */
export interface WrongRow {
  readonly case: number
  readonly row: string
  readonly found: string
  readonly expected: string
}

/**
 * Lets the real merge triggers join many rows at once. Every case is a list of states; a row of that name exists once per
 * case, and what is delivered to it is delivered in all cases by one statement, on a connection that fires triggers as an apply worker does.
 */
export class MergeMachine {
  private constructor(
    private readonly sql: Client,
    private readonly table: string,
    private readonly columns: readonly string[],
  ) {}

  /** @param table its key is a column `id` of type uuid. */
  static async create(server: RegionServer, table: ReplicatedTable): Promise<MergeMachine> {
    const sql = await server.connect('admin')
    await sql.query("SET session_replication_role = replica; SET TimeZone = 'UTC'")
    await sql.query(
      `CREATE TEMPORARY TABLE states AS SELECT 0 AS "case", 0 AS position, l.* FROM public.${table.name} l LIMIT 0;
       CREATE INDEX ON states (position)`,
    )
    const columns = replicatedColumnNames(table).filter((column) => column !== 'id')
    return new MergeMachine(sql, `public.${table.name}`, columns)
  }

  /** Forgets all rows, and takes new cases. */
  async load(cases: readonly Case[]): Promise<void> {
    const rows = cases.flatMap(({ states, joined }, index) =>
      [joined, ...states].map((columns, position) => ({ case: index, position, ...columns })),
    )
    await this.sql.query(`TRUNCATE states, ${this.table}`)
    await this.sql.query('INSERT INTO states SELECT * FROM json_populate_recordset(NULL::states, $1)', [
      JSON.stringify(rows),
    ])
    await this.sql.query('ANALYZE states')
  }

  /** Delivers to a row, in order. */
  async deliver(row: string, deliveries: readonly Delivery[]): Promise<void> {
    const id = `md5(s."case" || '${row}')::uuid`
    const list = this.columns.join(', ')
    const insert = (alias: string, from: string): string =>
      `INSERT INTO ${this.table} (id, ${list}) SELECT ${id}, ${this.of(alias)} FROM states s ${from}`
    for (const delivery of deliveries) {
      if ('rowOf' in delivery) {
        const other = `JOIN ${this.table} l ON l.id = md5(s."case" || '${delivery.rowOf}')::uuid`
        await this.sql.query(insert('l', `${other} WHERE s.position = 0`))
      } else if ('insert' in delivery) {
        await this.sql.query(insert('s', `WHERE s.position = ${delivery.insert}`))
      } else {
        await this.sql.query(
          `UPDATE ${this.table} l SET (${list}) = ROW(${this.of('s')}) FROM states s WHERE s.position = ${delivery.update} AND l.id = ${id}`,
        )
      }
    }
  }

  /** Those of the rows that differ from what is expected of their case in any byte; missing ones, too. */
  async wrong(rows: readonly string[]): Promise<readonly WrongRow[]> {
    const found = await this.sql.query<{ case: number; row: string; found: string; expected: string }>(
      `SELECT s."case", r.name AS row, ROW(${this.of('l')})::text AS found, ROW(${this.of('s')})::text AS expected
         FROM states s CROSS JOIN unnest($1::text[]) r(name)
         LEFT JOIN ${this.table} l ON l.id = md5(s."case" || r.name)::uuid
        WHERE s.position = 0 AND (l.id IS NULL OR ROW(${this.of('l')})::text IS DISTINCT FROM ROW(${this.of('s')})::text)`,
      [rows],
    )
    return found.rows
  }

  /** A text that changes when any row is written, also with what it already holds. */
  async writes(): Promise<string> {
    const { rows } = await this.sql.query(
      `SELECT md5(string_agg(ctid::text || xmin::text, ',' ORDER BY id)) AS digest FROM ${this.table}`,
    )
    return rows[0].digest
  }

  private of(alias: string): string {
    return this.columns.map((column) => `${alias}.${column}`).join(', ')
  }
}
