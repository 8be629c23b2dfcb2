/** One database connection, as far as this library needs it. A connected `Client` of `pg` is one. */
export interface SqlConnection {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>
}
