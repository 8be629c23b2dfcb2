/** Any class, as a framework's container takes it. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constructor's parameters are contravariant: `unknown[]` would refuse every class
export type Constructor<T = object> = new (...args: any[]) => T

/** A row of a replicated table as the write-ahead log shows it: column name -> text form, `null` for NULL. */
export type RowImage = Readonly<Record<string, string | null>>

/** A table whose rows are cached, and the cache key a row is found under. */
export interface CachedTable {
  readonly table: string
  cacheKey(row: RowImage): string
}

/**
 * What a domain library gives the applications. They learn what exists only through the list in
 * `@bicoastal/features`, so deleting a feature is deleting its folder and one line.
 */
export interface Feature {
  readonly name: string
  /** TypeORM entities; those marked `@Replicated()` converge across regions. */
  readonly entities: readonly Constructor[]
  /** TypeORM migrations, oldest first; class names end in a 13-digit timestamp. */
  readonly migrations: readonly Constructor[]
  /** Nest modules with the controllers that the api serves. */
  readonly httpModules: readonly Constructor[]
  /** Nest modules whose providers are `@JobHandler` classes, run by the worker. */
  readonly jobModules: readonly Constructor[]
  /** Tables whose changes the relay turns into cache invalidations. */
  readonly cachedTables: readonly CachedTable[]
}
