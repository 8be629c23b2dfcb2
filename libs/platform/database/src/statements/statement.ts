/** A value that pg binds to a parameter. Arrays become Postgres arrays, other objects JSON. */
export type StatementValue = string | number | boolean | bigint | null | Date | Uint8Array | readonly unknown[] | object

/**
 * One statement, prepared once per connection under its name and then only bound and executed.
 * A name stands for one text in the whole process.
 */
export interface Statement {
  readonly name: string
  readonly text: string
  readonly values?: readonly StatementValue[]
}
