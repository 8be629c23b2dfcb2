/**
 * Where the cache keeps the body of a product. `id` is in lower case, as Postgres prints it into the write-ahead log.
 */
export const productCacheKey = (id: string): string => `product:${id}`
